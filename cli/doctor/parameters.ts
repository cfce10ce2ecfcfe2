import type { DeploymentPolicy } from '../../shared/config';
import type { HostedZone } from '../../shared/domain/dns/zone';
import { isAllowedDomain, isWithin, parseDomainName } from '../../shared/domain/names/domain-name';
import { isAllowedLoadBalancer } from '../../shared/domain/target/load-balancer';
import { type HealthCheck, ok } from './health-check';

/** Checks what the deployer allows: that no parameter is empty, names what does not exist, or can never match a request. */
export const parameters: HealthCheck = async ({ policy, hostedZones, loadBalancers }) => {
  const { allowedZones, allowedDomains, allowedLoadBalancers, defaultLoadBalancer } = policy;
  const empty = [
    ...(allowedZones.length === 0 ? ['allowedZones'] : []),
    ...(allowedDomains.length === 0 ? ['allowedDomains'] : []),
    ...(allowedLoadBalancers === '' ? ['allowedLoadBalancers'] : []),
  ];
  if (empty.length > 0) {
    const advice = 'Deploy with these parameters set: without them every request is refused (README, "Deploy").';
    return { status: 'error', found: `the deployment may change nothing: ${empty.join(', ')} empty`, advice };
  }
  const zones = allowedZones.includes('*')
    ? await hostedZones.list()
    : await Promise.all(allowedZones.map((id) => hostedZones.get(id)));
  if (!allowedLoadBalancers.includes('*')) await loadBalancers.find(allowedLoadBalancers);
  const requestTarget = defaultLoadBalancer === undefined ? undefined : await loadBalancers.find(defaultLoadBalancer);
  const unmatched = unmatchable(policy, zones, requestTarget?.name);
  if (unmatched.length > 0) {
    const advice = 'Correct the parameter, and deploy again: no request can ever match it.';
    return { status: 'error', found: unmatched.join('; '), advice };
  }
  return ok(
    `zones ${allowedZones.join(', ')}; domains ${allowedDomains.join(', ')}; load balancers ${allowedLoadBalancers}`,
  );
};

/** Why parts of the parameters can never match a request. */
export function unmatchable(
  { allowedZones, allowedDomains, allowedLoadBalancers, mayReplaceRecords }: DeploymentPolicy,
  zones: readonly HostedZone[],
  defaultLoadBalancer: string | undefined,
): string[] {
  const overlap = (domain: string, zone: HostedZone) =>
    domain === '*' || isWithin(domain, zone.name) || isWithin(zone.name, domain);
  const usable = zones.filter(({ isPrivate }) => !isPrivate);
  const isEveryZone = allowedZones.includes('*');
  const named = isEveryZone ? [] : zones;
  return [
    ...named
      .filter(({ isPrivate }) => isPrivate)
      .map(({ id }) => `allowedZones: ${id} is private, which ACM cannot see`),
    ...named
      .filter((zone) => !zone.isPrivate && !allowedDomains.some((domain) => overlap(domain, zone)))
      .map(({ id, name }) => `allowedZones: ${id} is the zone of ${name}, which allowedDomains does not cover`),
    ...allowedDomains.flatMap((domain) => domainProblem('allowedDomains', domain)),
    ...allowedDomains
      .filter((domain) => domain !== '*' && !usable.some((zone) => overlap(domain, zone)))
      .map((domain) => `allowedDomains: no public zone of allowedZones has ${domain} or a name within it`),
    ...mayReplaceRecords.flatMap((domain) => domainProblem('mayReplaceRecords', domain)),
    ...mayReplaceRecords
      .filter(
        (domain) =>
          domain !== '*' &&
          !allowedDomains.some((allowed) => isAllowedDomain(domain, [allowed]) || isWithin(allowed, domain)),
      )
      .map((domain) => `mayReplaceRecords: allowedDomains does not cover ${domain}`),
    ...(defaultLoadBalancer === undefined || isAllowedLoadBalancer(defaultLoadBalancer, allowedLoadBalancers)
      ? []
      : [`defaultLoadBalancer: allowedLoadBalancers (${allowedLoadBalancers}) does not match ${defaultLoadBalancer}`]),
  ];
}

/** A name in a request is normalised before it is compared, a parameter never is. */
function domainProblem(parameter: string, domain: string): string[] {
  if (domain === '*') return [];
  if (domain.startsWith('*.'))
    return [`${parameter}: ${domain} matches no name; ${domain.slice(2)} covers everything below it`];
  const parsed = parseDomainName(domain);
  if ('name' in parsed && parsed.name !== domain) return [`${parameter}: ${domain} is to be written ${parsed.name}`];
  return 'problem' in parsed && domain.includes('.') ? [`${parameter}: ${domain} ${parsed.problem}`] : [];
}
