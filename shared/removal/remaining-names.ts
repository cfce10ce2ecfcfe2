import { findTags, type ManagedCertificate } from '../certificates/require-certificate';
import type { DeploymentPolicy } from '../config';
import { isInService, isManagedBy, TAGS } from '../domain/certificate/tags';
import { certificateNames, issuableKeyAlgorithm } from '../domain/names/certificate-names';
import { baseOf } from '../domain/names/domain-name';
import { InvalidRequestError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { HostedZones, PublicDns } from '../ports/dns';
import { findRecordedZones } from '../preflight/find-zones';
import type { RequestedRemoval } from './find-removed';

/** The removed names that no other managed certificate serves; all of them when a domain is removed with all its certificates. */
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
  readonly policy: DeploymentPolicy;
}

/**
 * The names of a certificate with only the remaining names, and the zones of those names.
 *
 * @throws InvalidRequestError when one certificate cannot have the remaining names
 * @throws what {@link findRecordedZones} throws
 */
export async function remainingNames(
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
  const zones = await findRecordedZones(remaining, tags, dependencies);
  return {
    names: {
      domainName,
      domainNames: [...ordered.names] satisfies string[] as [string, ...string[]],
      keyAlgorithm: issuableKeyAlgorithm(description.keyAlgorithm),
    },
    zones,
  };
}
