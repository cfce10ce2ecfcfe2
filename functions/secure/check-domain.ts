import { domainRequested } from '../../events/domain-requested';
import { readDetail } from '../../events/envelope';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import { cachedHostedZones } from '../../shared/cache/cached-sources';
import { type CoveringCertificates, coveringCertificates } from '../../shared/cache/covering-certificates';
import { memoize } from '../../shared/cache/memoize';
import { config, CreatedRecordsTable, DeploymentPolicy, StackName } from '../../shared/config';
import { DelegationError, ZoneNotAllowedError, ZoneNotFoundError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones, PublicDns } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import type { LoadBalancers } from '../../shared/ports/load-balancers';
import { checkCaa, checkWildcards } from '../../shared/preflight/check-dns';
import { checkNames } from '../../shared/preflight/check-names';
import { findTarget } from '../../shared/preflight/find-target';
import { findZones, zoneRecords } from '../../shared/preflight/find-zones';
import { checkKnownRecords } from '../../shared/preflight/known-validation-records';
import { planAliasesWithMoves } from '../../shared/preflight/plan-alias-moves';
import { planRecordChanges } from '../../shared/preflight/plan-record-changes';
import { predictServed } from '../../shared/preflight/predict-served';
import { CheckDomain, type Input, type Output, type Target, type ZoneOfName } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
  /** The same zones, cached for a minute. */
  readonly cachedHostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly loadBalancers: LoadBalancers;
  readonly certificates: Certificates;
  readonly coveringCertificates: CoveringCertificates;
  readonly policy: DeploymentPolicy;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Checks, before anything is created, that every step of the request can succeed.
 *
 * @throws what its checks throw: {@link readDetail}, {@link checkNames}, {@link findZones}, {@link checkCaa}, {@link checkWildcards},
 * {@link findTarget}, {@link predictServed}, {@link checkKnownRecords}, {@link planAliasesWithMoves} and {@link planRecordChanges}
 */
export const checkDomain =
  (dependencies: Dependencies) =>
  async ({ event }: Input<typeof CheckDomain>): Promise<Output<typeof CheckDomain>> => {
    const requested = checkNames(readDetail(event, domainRequested), dependencies.policy);
    const { domainName, domainNames, keyAlgorithm, ...request } = requested;
    const zones = await findZonesOf(requested, dependencies);
    await checkCaa(domainNames, dependencies.publicDns);
    const records = zoneRecords(dependencies.hostedZones, zones);
    const target = await findPredictedTarget(requested, dependencies);
    await checkKnownRecords(zones, { ...dependencies, hostedZones: records });
    const hasAliases = request.alias === true;
    const aliased = hasAliases ? { domainNames, target, publicDns: dependencies.publicDns } : undefined;
    const servedByWildcard = await checkWildcards(zones, records, aliased);
    const { moves } = hasAliases
      ? await planAliasesWithMoves(domainNames, zones, target, dependencies, records)
      : { moves: [] };
    const policy = { ...dependencies.policy, verify: request.verify ?? dependencies.policy.verify };
    const recordChanges =
      request.alias === 'replace'
        ? await planRecordChanges(domainNames, zones, target, { ...dependencies, policy })
        : undefined;
    return {
      request,
      names: { domainName, domainNames, keyAlgorithm },
      zones,
      target,
      ...(servedByWildcard.length > 0 && { servedByWildcard }),
      ...(recordChanges && { recordChanges }),
      ...(moves.length > 0 && { aliasMoves: moves.map(({ name }) => name) }),
    };
  };

/** Finds the target, and checks that no unmanaged certificate would be served there for a requested name. */
async function findPredictedTarget(
  requested: Parameters<typeof findTarget>[0] & Parameters<typeof predictServed>[0],
  dependencies: Dependencies,
): Promise<Target> {
  const { certificates } = dependencies.loadBalancers;
  const shared = {
    ...dependencies,
    loadBalancers: { ...dependencies.loadBalancers, certificates: memoize(certificates) },
  };
  const target = await findTarget(requested, shared);
  await predictServed(requested, target.listenerArn, shared);
  return target;
}

interface RequestedZones {
  readonly domainNames: readonly string[];
  readonly hostedZoneId?: string | undefined;
}

/** Falls back to uncached zones on failure, so that a zone created or delegated within the last minute is found. */
async function findZonesOf(
  { domainNames, hostedZoneId }: RequestedZones,
  dependencies: Dependencies,
): Promise<ZoneOfName[]> {
  try {
    return await findZones(domainNames, hostedZoneId, { ...dependencies, hostedZones: dependencies.cachedHostedZones });
  } catch (error) {
    const isZoneError = [ZoneNotFoundError, ZoneNotAllowedError, DelegationError].some(
      (ZoneError) => error instanceof ZoneError,
    );
    if (!isZoneError) throw error;
    return findZones(domainNames, hostedZoneId, dependencies);
  }
}

export const handler = lambda(CheckDomain, () => {
  const hostedZones = route53HostedZones();
  const certificates = acmCertificates();
  const now = () => new Date();
  return checkDomain({
    hostedZones,
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    cachedHostedZones: cachedHostedZones(hostedZones, now),
    publicDns: publicDns(),
    loadBalancers: elbLoadBalancers(),
    certificates,
    coveringCertificates: coveringCertificates(certificates, now),
    policy: config(DeploymentPolicy),
    ...config(StackName),
    now,
  });
});
