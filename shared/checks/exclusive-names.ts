import type { Certificates } from '../aws/certificates';
import { isInService, isManagedBy } from '../domain/ownership';
import type { ManagedCertificate } from './find-removed';
import type { RemovalRequest } from './read-removal';
import { findTags } from './find-tags';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/** The names that no other certificate of ours serves: a domain goes with all its certificates, a certificate alone leaves what another has. */
export async function exclusiveNames(
  removed: readonly string[],
  found: ManagedCertificate | undefined,
  asked: RemovalRequest,
  { certificates, stack }: Dependencies,
): Promise<string[]> {
  if (asked.domainName !== undefined) return [...removed];
  const served = new Set<string>();
  for (const { certificateArn, domainNames } of await certificates.list()) {
    const shared = domainNames.filter((name) => removed.includes(name));
    if (shared.length === 0 || certificateArn === found?.description.certificateArn) continue;
    const tags = await findTags(certificateArn, certificates);
    if (tags && isManagedBy(tags, stack) && isInService(tags)) shared.forEach((name) => served.add(name));
  }
  return removed.filter((name) => !served.has(name));
}
