import type { Fault, FaultPlan } from 'local-aws/faults/fault-plan';
import { createRandom } from 'local-aws/faults/random';
import { emit } from '../emit';
import { executionsOf, type AcceptedEvent } from './accepted-event';
import { drawBrownField } from './brown-field';
import { drawScenario, type Action } from './scenario';
import { outcomeOf, badOutcomes, unmetGoals } from './outcomes';
import { detach, isRetired, managedCertificates, secureListeners } from './observe';
import { repeatUnfinished } from './repeat';
import { createEnvironment, type Environment } from './environment';
import { followStory, withoutRepeats, type Story } from './story';
import { createInvariants, type Invariants } from './invariants';

/** The result of one chaotic life. */
export interface LifeResult {
  /** The violations, a sentence each. */
  readonly violations: readonly string[];
  /** The faults that struck. */
  readonly struck: readonly Fault[];
  readonly story: readonly string[];
  readonly counts: LifeCounts;
}

/** The counts of a life. */
export interface LifeCounts {
  readonly domains: number;
  readonly events: number;
  readonly handshakes: number;
  /** Accepted events that ended in a notified failure. */
  readonly failuresNotified: number;
  readonly deadLetters: number;
  /** Events emitted again and executions started again until every request was fulfilled. */
  readonly repeats: number;
  readonly executions: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Faults last until every certificate was renewed or replaced, and the replaced ones are deleted. */
const CHAOS_DAYS = 10.5;
/** Long enough for a sweep and everything that it starts. */
const CALM_DAYS = 1.25;
const BETWEEN_CHECKS = 12 * HOUR;

/** States that may change a listener's certificates. */
const CHANGING =
  /^(AttachCertificate|AttachReplacement|Settle|VerifyReplacement|DetachCertificate|DetachReplaced|VerifyDetached|RestoreReplaced|DeleteCertificate|Secured|PublishInventory)$/;

/** The brown field draws from the same seed, but independently. */
const BROWN_FIELD_OF_SEED = 104_729;

/** Runs the life that a seed draws under faults, and checks its invariants. */
export async function runLife(packageFolder: string, seed: number, plan: FaultPlan): Promise<LifeResult> {
  const brownField = drawBrownField(createRandom(seed * BROWN_FIELD_OF_SEED));
  const environment = await createEnvironment(packageFolder, plan, brownField);
  try {
    return await perform(environment, drawScenario(createRandom(seed), brownField));
  } finally {
    await environment.close();
  }
}

async function perform(environment: Environment, actions: readonly Action[]): Promise<LifeResult> {
  const { clock, faults, stepFunctions } = environment.cloud;
  const story = followStory(environment);
  const invariants = createInvariants(environment);
  const events: AcceptedEvent[] = [];
  const check = () => {
    expectSecured(environment, events, invariants);
    return invariants.check();
  };
  stepFunctions.onTransition(({ type, state }) => {
    if (CHANGING.test(state) && type !== 'retried') void clock.hold(check);
  });

  for (const { what } of environment.brownField.records) story.add(what);
  const startedAt = clock.now();
  const waiting = [...actions];
  const liveUntil = async (end: number) => {
    while (clock.now() < end) {
      const due = startedAt + (waiting[0]?.at ?? Infinity);
      const next = clock.now() >= due ? waiting.shift() : undefined;
      if (next) events.push(...(await doAction(environment, next, events, invariants, story)));
      else await clock.advance(Math.min(due, clock.now() + BETWEEN_CHECKS, end) - clock.now());
      await check();
      story.update();
    }
  };

  await liveUntil(startedAt + CHAOS_DAYS * DAY);
  faults.stop();
  story.add('the faults are over');
  await liveUntil(clock.now() + CALM_DAYS * DAY);
  const outcomes = events.map((accepted) => outcomeOf(environment, accepted));
  const bad = badOutcomes(environment, events);
  const repeats = await repeatUnfinished(environment, events, story);
  await liveUntil(clock.now() + CALM_DAYS * DAY);

  const violations = [...invariants.violations.keys(), ...bad, ...unmetGoals(environment, events)];
  return {
    violations: [...new Set(violations)],
    struck: faults.struck.map(({ fault }) => fault),
    story: withoutRepeats(story.lines),
    counts: {
      domains: actions.filter(({ kind }) => kind === 'request').length,
      events: events.length,
      handshakes: invariants.handshakes(),
      failuresNotified: outcomes.filter((outcome) => outcome === 'notified').length,
      deadLetters: outcomes.filter((outcome) => outcome === 'dead letter').length,
      repeats,
      executions: stepFunctions.executions().length,
    },
  };
}

/** Every secured name must be served until its removal is requested. */
function expectSecured(environment: Environment, events: readonly AcceptedEvent[], invariants: Invariants): void {
  for (const accepted of events) {
    const { action } = accepted;
    if (action.kind !== 'request') continue;
    if (!isSecured(environment, accepted)) continue;
    for (const name of action.request.names) invariants.expect(name, action.request.loadBalancer);
  }
}

const isSecured = (environment: Environment, accepted: AcceptedEvent): boolean =>
  executionsOf(environment, accepted).some(({ status }) => status === 'SUCCEEDED');

/** Performs an action; returns the events that the bus accepted for it. */
async function doAction(
  environment: Environment,
  action: Action,
  before: readonly AcceptedEvent[],
  invariants: Invariants,
  story: Story,
): Promise<AcceptedEvent[]> {
  story.add(action.what);
  switch (action.kind) {
    case 'request': {
      const { names, keyAlgorithm, loadBalancer } = action.request;
      const [domainName, ...alternativeNames] = names;
      const detail = { domainName, alternativeNames, keyAlgorithm, target: { loadBalancer } };
      const detailType = 'Domain Requested';
      return [{ action, detailType, detail, eventId: await emit(environment, detailType, detail) }];
    }
    case 'remove': {
      const { only, name } = action;
      const isRequest = ({ action: earlier }: AcceptedEvent) =>
        earlier.kind === 'request' && earlier.request !== only && earlier.request.names.includes(name);
      // Without a twin in service, removing the certificate ends the name's HTTPS.
      if (!only || !before.some((accepted) => isRequest(accepted) && isSecured(environment, accepted)))
        invariants.release(name);
      const certificate = managedCertificates(environment.cloud).find(
        ({ domainNames, keyAlgorithm }) => domainNames.includes(name) && keyAlgorithm === only?.keyAlgorithm,
      );
      // One of several is removed by its ARN, which exists only after its issuance.
      if (only && !certificate) return [];
      const detail = only ? { certificateArn: certificate?.arn } : { domainName: name };
      const detailType = 'Domain Removal Requested';
      return [{ action, detailType, detail, eventId: await emit(environment, detailType, detail) }];
    }
    case 'sweep':
      await emit(environment, 'Sweep Requested', {});
      return [];
    case 'detach': {
      const { cloud, seeds } = environment;
      const ours = managedCertificates(cloud).filter((each) => !isRetired(each));
      for (const { listenerArn, defaultArn, certificateArns } of secureListeners(cloud, seeds.web.loadBalancerArn)) {
        const listed = ours.map(({ arn }) => arn).filter((arn) => arn !== defaultArn && certificateArns.includes(arn));
        for (const arn of listed) detach(cloud, listenerArn, arn);
      }
      invariants.withdraw('web');
      return [];
    }
    case 'refuse-renewal':
      environment.cloud.acm.failRenewal(action.name, 'DOMAIN_VALIDATION_DENIED');
      return [];
  }
}
