import type { HostedZones } from '../aws/hosted-zones';
import type { Policy } from '../config';
import { certificateNames, issuableKey } from '../domain/certificate-names';
import { TAGS } from '../domain/certificate-tags';
import { baseOf } from '../domain/domain-name';
import { InvalidRequestError } from '../errors';
import type { PublicDns } from '../network/public-dns';
import type { ManagedCertificate } from './find-removed';
import { findZonesAgain } from './find-zones';

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
