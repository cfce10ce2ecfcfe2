import type { Certificates } from '../aws/certificates';
import { isInService, isManagedBy } from '../domain/ownership';
import type { Managed } from './find-removed';
import type { RemovalRequest } from './read-removal';
import { tagsIfThere } from './tags-if-there';

interface Needs {
  readonly certificates: Certificates;
  readonly stack: string;
}

/** The names that no other certificate of ours serves: a domain goes with all its certificates, a certificate alone leaves what another has. */
export async function namesOfNoOther(
  removed: readonly string[],
  found: Managed | undefined,
  asked: RemovalRequest,
  { certificates, stack }: Needs,
): Promise<string[]> {
  if (asked.domainName !== undefined) return [...removed];
  const served = new Set<string>();
  for (const { certificateArn, domainNames } of await certificates.list()) {
    const shared = domainNames.filter((name) => removed.includes(name));
    if (shared.length === 0 || certificateArn === found?.description.certificateArn) continue;
    const tags = await tagsIfThere(certificateArn, certificates);
    if (tags && isManagedBy(tags, stack) && isInService(tags)) shared.forEach((name) => served.add(name));
  }
  return removed.filter((name) => !served.has(name));
}
