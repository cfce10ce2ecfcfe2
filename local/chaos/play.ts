import type { Fault, FaultPlan } from '../faults/fault-plan';
import { createRandom } from '../faults/random';
import { emit } from '../demo/emit';
import { executionsOf, type Accepted } from './accepted';
import { castActs, type Act } from './cast';
import { endingOf, unhappyEndings, unreachedGoals } from './endings';
import { managedCertificates } from './managed';
import { repeatUnfinished } from './repeat';
import { createStage, type Stage } from './stage';
import { followStory, type Story } from './story';
import { createWatch, type Watch } from './watch';
import { withoutRepeats } from './without-repeats';

/** What became of one chaotic life. */
export interface Play {
  /** What must not be, a sentence each; none when all went well. */
  readonly violations: readonly string[];
  /** The faults that struck, without those that were never due. */
  readonly struck: readonly Fault[];
  readonly story: readonly string[];
  readonly counts: PlayCounts;
}

/** What there was in a life, in numbers. */
export interface PlayCounts {
  readonly domains: number;
  readonly events: number;
  readonly handshakes: number;
  /** Accepted events that ended in a failure that a person was told of. */
  readonly failuresTold: number;
  readonly deadLetters: number;
  /** Events that were emitted again, and executions that were started again, until all was as asked for. */
  readonly repeats: number;
  readonly executions: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The faults last until every certificate was renewed or replaced, and what was replaced is deleted. */
const CHAOS_DAYS = 10.5;
/** Long enough for a sweep, and for what it starts. */
const CALM_DAYS = 1.25;
const BETWEEN_LOOKS = 12 * HOUR;

/** The states after which a listener may have other certificates than before. */
const CHANGING =
  /^(AttachCertificate|AttachReplacement|Settle|VerifyReplacement|DetachCertificate|DetachReplaced|VerifyDetached|RestoreReplaced|DeleteCertificate|Secured)$/;

/** Plays the life that a seed draws, under faults, and looks for what must not be. */
export async function play(packageFolder: string, seed: number, plan: FaultPlan): Promise<Play> {
  const stage = await createStage(packageFolder, plan);
  try {
    return await perform(stage, castActs(createRandom(seed)));
  } finally {
    await stage.close();
  }
}

async function perform(stage: Stage, acts: readonly Act[]): Promise<Play> {
  const { clock, faults, stepFunctions } = stage.cloud;
  const story = followStory(stage);
  const watch = createWatch(stage);
  const events: Accepted[] = [];
  const look = () => {
    expectSecured(stage, events, watch);
    return watch.look();
  };
  stepFunctions.onTransition(({ type, state }) => {
    if (CHANGING.test(state) && type !== 'retried') void clock.hold(look);
  });

  const startedAt = clock.now();
  const waiting = [...acts];
  const liveUntil = async (end: number) => {
    while (clock.now() < end) {
      const due = startedAt + (waiting[0]?.at ?? Infinity);
      const next = clock.now() >= due ? waiting.shift() : undefined;
      if (next) events.push(...(await doAct(stage, next, events, watch, story)));
      else await clock.advance(Math.min(due, clock.now() + BETWEEN_LOOKS, end) - clock.now());
      await look();
      story.update();
    }
  };

  await liveUntil(startedAt + CHAOS_DAYS * DAY);
  faults.stop();
  story.tell('the faults are over');
  await liveUntil(clock.now() + CALM_DAYS * DAY);
  const endings = events.map((accepted) => endingOf(stage, accepted));
  const unhappy = unhappyEndings(stage, events);
  const repeats = await repeatUnfinished(stage, events, story);
  await liveUntil(clock.now() + CALM_DAYS * DAY);

  const violations = [...watch.violations.keys(), ...unhappy, ...unreachedGoals(stage, events)];
  return {
    violations: [...new Set(violations)],
    struck: faults.struck.map(({ fault }) => fault),
    story: withoutRepeats(story.lines),
    counts: {
      domains: acts.filter(({ kind }) => kind === 'request').length,
      events: events.length,
      handshakes: watch.handshakes(),
      failuresTold: endings.filter((ending) => ending === 'told').length,
      deadLetters: endings.filter((ending) => ending === 'dead letter').length,
      repeats,
      executions: stepFunctions.executions().length,
    },
  };
}

/** HTTPS of what was secured, and is still wanted, must go on. */
function expectSecured(stage: Stage, events: readonly Accepted[], watch: Watch): void {
  for (const accepted of events) {
    const { act } = accepted;
    if (act.kind !== 'request') continue;
    if (!isSecured(stage, accepted)) continue;
    for (const name of act.wish.names) watch.expect(name, act.wish.loadBalancer);
  }
}

const isSecured = (stage: Stage, accepted: Accepted): boolean =>
  executionsOf(stage, accepted).some(({ status }) => status === 'SUCCEEDED');

/** Does what somebody does; gives the events that the bus took for it. */
async function doAct(
  stage: Stage,
  act: Act,
  before: readonly Accepted[],
  watch: Watch,
  story: Story,
): Promise<Accepted[]> {
  story.tell(act.what);
  switch (act.kind) {
    case 'request': {
      const { names, keyAlgorithm, loadBalancer } = act.wish;
      const [domainName, ...alternativeNames] = names;
      const detail = { domainName, alternativeNames, keyAlgorithm, target: { loadBalancer } };
      const detailType = 'Domain Requested';
      return [{ act, detailType, detail, eventId: await emit(stage, detailType, detail) }];
    }
    case 'remove': {
      const { only, name } = act;
      const isWish = ({ act: earlier }: Accepted) =>
        earlier.kind === 'request' && earlier.wish !== only && earlier.wish.names.includes(name);
      // Without a twin in service, the removal of the one certificate ends the name's HTTPS.
      if (!only || !before.some((accepted) => isWish(accepted) && isSecured(stage, accepted))) watch.release(name);
      const certificate = managedCertificates(stage.cloud).find(
        ({ domainNames, keyAlgorithm }) => domainNames.includes(name) && keyAlgorithm === only?.keyAlgorithm,
      );
      // One of several goes by its ARN; what was never made cannot be named.
      if (only && !certificate) return [];
      const detail = only ? { certificateArn: certificate?.arn } : { domainName: name };
      const detailType = 'Domain Removal Requested';
      return [{ act, detailType, detail, eventId: await emit(stage, detailType, detail) }];
    }
    case 'sweep':
      await emit(stage, 'Sweep Requested', {});
      return [];
    case 'refuse-renewal':
      stage.cloud.acm.failRenewal(act.name, 'DOMAIN_VALIDATION_DENIED');
      return [];
  }
}
