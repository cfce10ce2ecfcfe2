/*
 * `npm run life`: whole lives of certificates in seconds, with the packaged service on a local cloud whose clock is
 * advanced.
 */
import { parseArgs } from 'node:util';
import { packageService } from '../scripts/package-service';
import { coloured } from '../terminal/console';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { createTimeline, type Timeline } from './life/timeline';
import { emit } from './emit';
import { hasValidationRecord, lifeStories, type Stage, type Story } from './life/stories';
import { runCommand, stopSignal, UsageError } from './run-command';
import { createVisitor, type Visitor } from 'local-aws/visitor';
import { seedCloud, type Seed } from 'local-aws/seed';

const VALIDITIES = [395, 198, 100, 47];
const USAGE = `npm run life [-- --validity ${VALIDITIES.join('|')}]

  --validity  how many days ACM's certificates are valid (default: 198, as since February 2026)`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/**
 * Between two visits of every domain, on the cloud's clock; there are more before and after each change of a listener.
 */
const BETWEEN_VISITS = 6 * HOUR;
/** Beyond the expiry of the first certificates, so that none survives by luck. */
const DAYS_BEYOND = 15;
const print = console.log;

runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { validity: { type: 'string', default: '198' } } });
  const validityDays = Number(values.validity);
  if (!VALIDITIES.includes(validityDays)) {
    throw new UsageError(`--validity ${values.validity} is not one of ${VALIDITIES.join(', ')}`);
  }
  print(coloured('bold', `\nCertificates of ${validityDays} days, from issue to the end of their lives\n`));
  const packageFolder = packageService();
  const cloud = await startCloud({ acm: { validityDays, timings: { event: 1_000 } } });
  const seed = await seedCloud(cloud);
  try {
    return await Promise.race([live(cloud, seed, packageFolder, validityDays), stopSignal()]);
  } finally {
    await seed.close();
    await cloud.close();
  }
});

/** Runs the stories, visiting every domain all the time; returns the exit status. */
async function live(cloud: Cloud, seed: Seed, packageFolder: string, validityDays: number): Promise<number> {
  const { outputs } = await cloud.deploy(packageFolder, {
    AllowedZones: seed.hostedZoneId,
    AllowedDomains: 'example.test',
    AllowedLoadBalancers: 'web',
    DefaultLoadBalancer: 'web',
    MayReplaceRecords: 'moved.example.test',
  });
  const { BusName: bus = '', NotificationsTopicArn = '' } = outputs;
  const stage: Stage = { ...seed, cloud, bus };
  const stories = lifeStories(validityDays, cloud.acm.renewsBeforeDays);
  const timeline = createTimeline(cloud, bus, NotificationsTopicArn, print);
  const visitor = createVisitor(cloud.clock, seed.httpsPort, cloud.authority.rootPem);

  // Otherwise the first sweep waits for its schedule, and the alarm that watches it goes off.
  await emit(stage, 'Sweep Requested', {});
  for (const { domainName, keyAlgorithms, existing, request } of stories) {
    if (existing) {
      timeline.add(domainName, existing.what);
      await existing.create(stage);
    }
    for (const keyAlgorithm of keyAlgorithms) {
      await emit(stage, 'Domain Requested', { domainName, keyAlgorithm, ...request });
      await untilSecured(cloud, timeline);
    }
  }
  const domains = stories.map(({ domainName }) => domainName);
  const visitAll = async () => {
    for (const domainName of domains) await visitor.visit(domainName);
  };
  cloud.stepFunctions.onTransition(({ type, state }) => {
    if (CHANGING_STATES.has(state) && (type === 'entered' || type === 'exited')) void cloud.clock.hold(visitAll);
  });

  const startedAt = cloud.clock.now();
  const scenes = stories
    .flatMap(({ domainName, scenes: all }) => all.map((scene) => ({ ...scene, domainName })))
    .sort((a, b) => a.day - b.day);
  const end = startedAt + (validityDays + DAYS_BEYOND) * DAY;
  while (cloud.clock.now() < end) {
    while (scenes[0] && cloud.clock.now() >= startedAt + scenes[0].day * DAY) {
      const scene = scenes.shift();
      if (!scene) break;
      timeline.add(scene.domainName, coloured('yellow', scene.what));
      await scene.act(stage);
    }
    await cloud.clock.advance(BETWEEN_VISITS);
    await visitAll();
    timeline.update();
  }
  return report(stage, stories, timeline, visitor);
}

/** States that may change a listener's certificates. */
const CHANGING_STATES: ReadonlySet<string> = new Set([
  'AttachCertificate',
  'AttachReplacement',
  'Settle',
  'VerifyReplacement',
  'DetachCertificate',
  'DetachReplaced',
  'VerifyDetached',
  'RestoreReplaced',
  'DeleteCertificate',
]);

/** Advances the clock until no execution is running. */
async function untilSecured(cloud: Cloud, timeline: Timeline): Promise<void> {
  do await cloud.clock.advance(1_000);
  while (cloud.stepFunctions.executions().some(({ status }) => status === 'RUNNING'));
  timeline.update();
}

/** Prints the results; returns the exit status. */
async function report(stage: Stage, stories: readonly Story[], timeline: Timeline, visitor: Visitor): Promise<number> {
  const problems = stories.flatMap(({ domainName, expects }) => {
    const missing = expects.flatMap((sequence) => missingIn(timeline.published(domainName), sequence));
    return missing.map((detailType) => `${domainName}: "${detailType}" was not published in its turn`);
  });
  for (const { domainName } of stories) {
    if (!(await hasValidationRecord(stage, domainName))) problems.push(`${domainName}: its validation record is gone`);
  }
  const bad = visitor.invalid.map(({ at, domainName, why }) => `${new Date(at).toISOString()} ${domainName}: ${why}`);
  const isGood = problems.length + bad.length === 0;
  print(`
${coloured(bad.length === 0 ? 'green' : 'red', `${visitor.visits()} TLS handshakes, ${bad.length} invalid`)}, each judged at the cloud's date: names, dates, chain
${[...problems, ...bad.slice(0, 10)].map((problem) => `  ${coloured('red', '✘')} ${problem}\n`).join('')}
${isGood ? 'Try another life: npm run life -- --validity 47' : 'Something went wrong: see the lines in red above.'}
`);
  return isGood ? 0 : 1;
}

/** The parts of a sequence that were not published in order. */
function missingIn(published: readonly string[], sequence: readonly string[]): string[] {
  let from = 0;
  return sequence.filter((expected) => {
    const at = published.indexOf(expected, from);
    if (at === -1) return true;
    from = at + 1;
    return false;
  });
}
