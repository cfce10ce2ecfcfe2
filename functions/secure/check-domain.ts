import { domainRequested } from '../../events/domain-requested';
import { readDetail } from '../../events/envelope';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { cachedHostedZones } from '../../shared/cache/cached-sources';
import { zoneRecords } from '../../shared/cache/zone-records';
import { config, Policy } from '../../shared/config';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones, PublicDns } from '../../shared/ports/dns';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { checkCaa, checkWildcards } from '../../shared/preflight/check-dns';
import { findTarget } from '../../shared/preflight/find-target';
import { findZones } from '../../shared/preflight/find-zones';
import { planAliases } from '../../shared/preflight/plan-aliases';
import { checkNames } from '../../shared/preflight/check-names';
import { CheckDomain, type Input, type Output, type ZoneOfName } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  /** The same, as they were up to a minute ago. */
  readonly cachedHostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly loadBalancers: LoadBalancers;
  readonly certificates: Certificates;
  readonly policy: Policy;
}

/**
 * Makes sure, before anything is created, that the request can be carried out from end to end.
 *
 * @throws what its checks do: {@link readDetail}, {@link checkNames}, {@link findZones}, {@link checkCaa}, {@link checkWildcards},
 * {@link findTarget} and {@link planAliases} say when
 */
export const checkDomain =
  (dependencies: Dependencies) =>
  async ({ event }: Input<typeof CheckDomain>): Promise<Output<typeof CheckDomain>> => {
    const request = checkNames(readDetail(event, domainRequested), dependencies.policy);
    const zones = await findZonesOf(request, dependencies);
    await checkCaa(request.domainNames, dependencies.publicDns);
    const records = zoneRecords(dependencies.hostedZones, zones);
    await checkWildcards(zones, records);
    const target = await findTarget(request, dependencies);
    if (request.alias) await planAliases(request.domainNames, zones, target, records);
    return { request, zones, target };
  };

/** What was created or delegated within the minute is not missed: only a success may rest on what is remembered. */
async function findZonesOf(
  { domainNames, hostedZoneId }: Output<typeof CheckDomain>['request'],
  dependencies: Dependencies,
): Promise<ZoneOfName[]> {
  try {
    return await findZones(domainNames, hostedZoneId, { ...dependencies, hostedZones: dependencies.cachedHostedZones });
  } catch (error) {
    if (![ZoneNotFoundError, ZoneNotAllowedError, DelegationError].some((Missed) => error instanceof Missed))
      throw error;
    return findZones(domainNames, hostedZoneId, dependencies);
  }
}

export const handler = lambda(CheckDomain, () => {
  const hostedZones = route53HostedZones();
  return checkDomain({
    hostedZones,
    cachedHostedZones: cachedHostedZones(hostedZones, () => new Date()),
    publicDns: publicDns(),
    loadBalancers: elbLoadBalancers(),
    certificates: acmCertificates(),
    policy: config(Policy),
  });
});
