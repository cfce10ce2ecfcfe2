import { executionsOf, isDeadLetter, isNotified, type AcceptedEvent } from './accepted-event';
import { covers, hasNames, isRetired, isValidAt, managedCertificates, recordsOf, secureListeners } from './observe';
import type { Environment } from './environment';

const DAY = 86_400_000;

/** The outcome of an accepted event; undefined when it is lost: neither done nor notified nor kept. */
export function outcomeOf(
  environment: Environment,
  accepted: AcceptedEvent,
): 'done' | 'notified' | 'dead letter' | undefined {
  const executions = executionsOf(environment, accepted);
  if (executions.some(({ status }) => status === 'SUCCEEDED')) return 'done';
  const failed = executions.find(({ status }) => status !== 'RUNNING');
  if (failed) return isNotified(environment, failed.arn) ? 'notified' : undefined;
  return isDeadLetter(environment, accepted) ? 'dead letter' : undefined;
}

/** The unacceptable outcomes, a sentence each. */
export function badOutcomes(environment: Environment, events: readonly AcceptedEvent[]): string[] {
  return [
    ...events.flatMap((accepted) => {
      const outcome = outcomeOf(environment, accepted);
      return outcome === undefined
        ? [`${accepted.detailType} of ${subjectOf(accepted)} was lost: neither done nor reported`]
        : [];
    }),
    ...carriedOutInSpite(environment, events),
    ...silentFailures(environment),
    ...stuckExecutions(environment),
    ...orphans(environment),
  ];
}

const subjectOf = ({ action }: AcceptedEvent) =>
  action.kind === 'request' ? action.request.names.join(' + ') : action.name;

/** An existing record makes it wrong to carry the request out. */
const hasConflict = ({ brownField }: Environment, names: readonly string[]) =>
  brownField.records.some(({ conflictsWith }) => conflictsWith.some((name) => names.includes(name)));

/** A certificate that another controller has detached three times within a week is left alone. */
const isLeftAlone = ({ brownField }: Environment, loadBalancer: string) =>
  loadBalancer === 'web' && brownField.removals.length > 2;

/** Requests with a conflict are refused. */
const carriedOutInSpite = (environment: Environment, events: readonly AcceptedEvent[]): string[] =>
  events.flatMap((accepted) => {
    const { action } = accepted;
    if (action.kind !== 'request' || !hasConflict(environment, action.request.names)) return [];
    if (outcomeOf(environment, accepted) !== 'done') return [];
    return [`${action.request.names.join(' + ')} was secured in spite of an existing record`];
  });

/** Every failure is notified; repeated failures of a certificate only once. */
function silentFailures(environment: Environment): string[] {
  const { cloud, topicArn } = environment;
  const messages = cloud.sns.published(topicArn).map(({ message }) => message);
  return cloud.stepFunctions
    .executions()
    .filter(({ status }) => status !== 'RUNNING' && status !== 'SUCCEEDED')
    .filter(({ arn, input }) => {
      const { certificateArn } = JSON.parse(input) as { certificateArn?: string };
      return !messages.some((text) => text.includes(arn) || (certificateArn && text.includes(certificateArn)));
    })
    .map(({ arn, error }) => `${arn} failed (${error}) without a notification`);
}

function stuckExecutions({ cloud }: Environment): string[] {
  return cloud.stepFunctions
    .executions()
    .filter(({ status, startedAt }) => status === 'RUNNING' && cloud.clock.now() - startedAt > 5 * DAY)
    .map(({ arn }) => `${arn} never ends`);
}

/** Orphaned certificates: neither attached, nor retired, nor in any notification or event. */
function orphans({ cloud, bus, topicArn, seeds }: Environment): string[] {
  const attached = new Set(
    Object.values(seeds).flatMap(({ loadBalancerArn }) =>
      secureListeners(cloud, loadBalancerArn).flatMap(({ certificateArns }) => certificateArns),
    ),
  );
  const reports = [
    ...cloud.sns.published(topicArn).map(({ message }) => message),
    ...cloud.events
      .published(bus)
      .filter((event) => /At Risk|Failed/.test(event['detail-type']))
      .map((event) => JSON.stringify(event)),
  ];
  return managedCertificates(cloud)
    .filter((each) => !attached.has(each.arn) && !isRetired(each))
    .filter(({ arn }) => !reports.some((text) => text.includes(arn)))
    .map(({ arn, domainNames }) => `${arn} (${domainNames.join(' + ')}) is orphaned without a notification`);
}

/** The differences from the state that all events together request, a sentence each. */
export function unmetGoals(environment: Environment, events: readonly AcceptedEvent[]): string[] {
  const { cloud, seeds } = environment;
  const removals = events.flatMap(({ action }) => (action.kind === 'remove' ? [action] : []));
  const isGone = (name: string) => removals.some((removal) => removal.name === name && !removal.only);
  const valid = managedCertificates(cloud).filter((each) => isValidAt(each, cloud.clock.now()) && !isRetired(each));
  const requested = events.flatMap(({ action }) => (action.kind === 'request' ? [action.request] : []));

  const missing = requested.flatMap((request) => {
    const names = request.names.filter((name) => !isGone(name));
    if (names.length === 0 || removals.some(({ only }) => only === request)) return [];
    if (hasConflict(environment, request.names) || isLeftAlone(environment, request.loadBalancer)) return [];
    const attached = secureListeners(cloud, seeds[request.loadBalancer].loadBalancerArn).flatMap(
      ({ certificateArns }) => certificateArns,
    );
    const good = valid.filter((each) => hasNames(each, names) && each.keyAlgorithm === request.keyAlgorithm);
    if (good.some(({ arn }) => attached.includes(arn))) return [];
    return [`${names.join(' + ')} (${request.keyAlgorithm}) has no valid certificate on ${request.loadBalancer}`];
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
