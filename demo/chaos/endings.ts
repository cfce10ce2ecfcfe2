import { executionsOf, isDeadLetter, isTold, type Accepted } from './accepted';
import { covers, hasNames, isRetired, isValidAt, managedCertificates, recordsOf, secureListeners } from './look';
import type { Stage } from './stage';

const DAY = 86_400_000;

/** How an accepted event ended, or undefined when it is lost: neither done, nor told, nor kept. */
export function endingOf(stage: Stage, accepted: Accepted): 'done' | 'told' | 'dead letter' | undefined {
  const executions = executionsOf(stage, accepted);
  if (executions.some(({ status }) => status === 'SUCCEEDED')) return 'done';
  const failed = executions.find(({ status }) => status !== 'RUNNING');
  if (failed) return isTold(stage, failed.arn) ? 'told' : undefined;
  return isDeadLetter(stage, accepted) ? 'dead letter' : undefined;
}

/** What is wrong with how things ended, a sentence each. */
export function unhappyEndings(stage: Stage, events: readonly Accepted[]): string[] {
  return [
    ...events.flatMap((accepted) => {
      const ending = endingOf(stage, accepted);
      return ending === undefined ? [`${accepted.detailType} of ${subjectOf(accepted)} is neither done nor told`] : [];
    }),
    ...untoldFailures(stage),
    ...stuckExecutions(stage),
    ...orphans(stage),
  ];
}

const subjectOf = ({ act }: Accepted) => (act.kind === 'request' ? act.wish.names.join(' + ') : act.name);

/** Whatever fails says so; of a certificate that keeps failing in the same way, people are told once. */
function untoldFailures(stage: Stage): string[] {
  const { cloud, topicArn } = stage;
  const messages = cloud.sns.published(topicArn).map(({ message }) => message);
  return cloud.stepFunctions
    .executions()
    .filter(({ status }) => status !== 'RUNNING' && status !== 'SUCCEEDED')
    .filter(({ arn, input }) => {
      const { certificateArn } = JSON.parse(input) as { certificateArn?: string };
      return !messages.some((text) => text.includes(arn) || (certificateArn && text.includes(certificateArn)));
    })
    .map(({ arn, error }) => `${arn} failed (${error}), and nobody was told`);
}

function stuckExecutions({ cloud }: Stage): string[] {
  return cloud.stepFunctions
    .executions()
    .filter(({ status, startedAt }) => status === 'RUNNING' && cloud.clock.now() - startedAt > 5 * DAY)
    .map(({ arn }) => `${arn} never ends`);
}

/** Certificates that nothing uses and that nobody hears of: not attached, not on their way out, and never spoken of. */
function orphans({ cloud, bus, topicArn, seeds }: Stage): string[] {
  const attached = new Set(
    Object.values(seeds).flatMap(({ loadBalancerArn }) =>
      secureListeners(cloud, loadBalancerArn).flatMap(({ certificateArns }) => certificateArns),
    ),
  );
  const spoken = [
    ...cloud.sns.published(topicArn).map(({ message }) => message),
    ...cloud.events
      .published(bus)
      .filter((event) => /At Risk|Failed/.test(event['detail-type']))
      .map((event) => JSON.stringify(event)),
  ];
  return managedCertificates(cloud)
    .filter((each) => !attached.has(each.arn) && !isRetired(each))
    .filter(({ arn }) => !spoken.some((text) => text.includes(arn)))
    .map(({ arn, domainNames }) => `${arn} (${domainNames.join(' + ')}) is orphaned, and nobody was told`);
}

/** What is missing of what all the events together ask for, a sentence each. */
export function unreachedGoals(stage: Stage, events: readonly Accepted[]): string[] {
  const { cloud, seeds } = stage;
  const removals = events.flatMap(({ act }) => (act.kind === 'remove' ? [act] : []));
  const isGone = (name: string) => removals.some((removal) => removal.name === name && !removal.only);
  const valid = managedCertificates(cloud).filter((each) => isValidAt(each, cloud.clock.now()) && !isRetired(each));
  const wished = events.flatMap(({ act }) => (act.kind === 'request' ? [act.wish] : []));

  const missing = wished.flatMap((wish) => {
    const names = wish.names.filter((name) => !isGone(name));
    if (names.length === 0 || removals.some(({ only }) => only === wish)) return [];
    const attached = secureListeners(cloud, seeds[wish.loadBalancer].loadBalancerArn).flatMap(
      ({ certificateArns }) => certificateArns,
    );
    const good = valid.filter((each) => hasNames(each, names) && each.keyAlgorithm === wish.keyAlgorithm);
    if (good.some(({ arn }) => attached.includes(arn))) return [];
    return [`${names.join(' + ')} (${wish.keyAlgorithm}) has no valid certificate on ${wish.loadBalancer}`];
  });
  const left = removals
    .filter(({ only }) => !only)
    .flatMap(({ name }) => {
      const certificates = valid.filter(({ domainNames }) => domainNames.includes(name));
      const records = Object.values(seeds).flatMap(({ hostedZoneId }) => recordsOf(cloud, hostedZoneId));
      const isNeeded = valid.some((each) => covers(each, name.replace(/^\*\./, '')));
      const isLeft = ({ Name = '' }: { Name?: string | undefined }) =>
        Name.startsWith(`${name}.`) || (!isNeeded && /^_/.test(Name) && Name.endsWith(`.${name}.`));
      return [
        ...certificates.map(({ arn }) => `${name} was removed, but ${arn} is still in service`),
        ...records.filter(isLeft).map(({ Name }) => `${name} was removed, but the record ${Name} is left`),
      ];
    });
  return [...new Set([...missing, ...left])];
}
