import { findTags, type ManagedCertificate } from '../certificates/require-certificate';
import type { Policy } from '../config';
import { isInService, isManagedBy, TAGS } from '../domain/certificate/tags';
import { certificateNames, issuableKey } from '../domain/names/certificate-names';
import { baseOf } from '../domain/names/domain-name';
import { InvalidRequestError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { HostedZones, PublicDns } from '../ports/dns';
import { findZonesAgain } from '../preflight/find-zones';
import type { RequestedRemoval } from './find-removed';

/** The names that no other certificate of ours serves: a domain goes with all its certificates, a certificate alone leaves what another has. */
export async function exclusiveNames(
  removed: readonly string[],
  found: ManagedCertificate | undefined,
  { domainName }: RequestedRemoval,
  { certificates, stack }: { readonly certificates: Certificates; readonly stack: string },
): Promise<string[]> {
  if (domainName !== undefined) return [...removed];
  const served = new Set<string>();
  for (const { certificateArn, domainNames } of await certificates.list()) {
    const shared = domainNames.filter((name) => removed.includes(name));
    if (shared.length === 0 || certificateArn === found?.description.certificateArn) continue;
    const tags = await findTags(certificateArn, certificates);
    if (tags && isManagedBy(tags, stack) && isInService(tags)) shared.forEach((name) => served.add(name));
  }
  return removed.filter((name) => !served.has(name));
}

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly policy: Policy;
}

/**
 * The certificate with the remaining names alone: what has to be requested, and the zones of its names.
 *
 * @throws InvalidRequestError when ACM would not issue it, and what finding the zones throws
 */
export async function reducedRequest(
  { description, tags }: ManagedCertificate,
  remaining: readonly string[],
  dependencies: Dependencies,
) {
  const recorded = tags[TAGS.domain];
  const domainName = remaining.find((name) => baseOf(name) === recorded) ?? remaining[0] ?? '';
  const ordered = certificateNames(domainName, remaining, dependencies.policy.namesPerCertificate);
  if ('problem' in ordered) {
    throw new InvalidRequestError(`domainName: without it the certificate ${ordered.problem}`);
  }
  const zones = await findZonesAgain(remaining, tags, dependencies);
  return {
    request: {
      domainName,
      domainNames: [...ordered.names] satisfies string[] as [string, ...string[]],
      keyAlgorithm: issuableKey(description.keyAlgorithm),
    },
    zones,
  };
}
