import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { elbLoadBalancers, type LoadBalancers } from '../shared/aws/load-balancers';
import { checkCaa } from '../shared/checks/check-caa';
import { checkWildcards } from '../shared/checks/check-wildcards';
import { findTarget } from '../shared/checks/find-target';
import { findZones } from '../shared/checks/find-zones';
import { planAliases } from '../shared/checks/plan-aliases';
import { readRequest, type CheckedRequest } from '../shared/checks/read-request';
import { config, Policy } from '../shared/config';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { publicDns, type PublicDns } from '../shared/network/public-dns';
import { cachedHostedZones } from '../shared/cached-hosted-zones';
import { CheckDomain, type Output, type Input, type ZoneOfName } from '../shared/workflow';
import { zoneRecords } from '../shared/zone-records';

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
 * @throws what its checks do: {@link readRequest}, {@link findZones}, {@link checkCaa}, {@link checkWildcards},
 * {@link findTarget} and {@link planAliases} say when
 */
export const checkDomain =
  (dependencies: Dependencies) =>
  async ({ event }: Input<typeof CheckDomain>): Promise<Output<typeof CheckDomain>> => {
    const request = readRequest(event, dependencies.policy);
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
  { domainNames, hostedZoneId }: CheckedRequest,
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
