import type { Certificates } from '../aws/certificates';
import type { LoadBalancers } from '../aws/load-balancers';
import { certificateIn } from '../domain/certificate-event';
import type { Attachment } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';
import { isManagedBy } from '../domain/ownership';
import { NoFallbackCertificateError } from '../errors';

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * For each listener whose default the certificate is, finds another one in the listener's list that can take its place: issued
 * and not ended, rather ours than somebody else's, rather long-lived than short.
 *
 * @throws NoFallbackCertificateError naming the listener that has no other
 */
export async function findFallbackDefaults(
  certificateArn: string,
  attachments: readonly Attachment[],
  dependencies: Dependencies,
): Promise<(Attachment & { readonly fallbackDefaultArn?: string })[]> {
  const found = [];
  for (const attachment of attachments) {
    if (attachment.as === 'sni') {
      found.push(attachment);
      continue;
    }
    const fallbackDefaultArn = await fallbackOn(attachment.listenerArn, certificateArn, dependencies);
    if (fallbackDefaultArn === undefined) {
      throw new NoFallbackCertificateError(
        `${certificateArn} is the default certificate of ${attachment.listenerArn}, and no other one there could take its place`,
      );
    }
    found.push({ ...attachment, fallbackDefaultArn });
  }
  return found;
}

async function fallbackOn(
  listenerArn: string,
  certificateArn: string,
  dependencies: Dependencies,
): Promise<string | undefined> {
  const { certificates, loadBalancers, stack, now } = dependencies;
  const candidates = [];
  for (const { certificateArn: other } of await loadBalancers.certificates(listenerArn)) {
    // A server certificate of IAM may stand there as well, of which ACM cannot say whether it would do.
    const isCandidate = other !== certificateArn && certificateIn(other) !== undefined;
    const description = isCandidate ? await certificates.describe(other) : undefined;
    if (description?.status !== 'ISSUED' || Date.parse(description.notAfter ?? '') <= now().getTime()) continue;
    const tags = await certificates.tags(other);
    if (tags[TAGS.retired] !== undefined) continue;
    candidates.push({ other, isOurs: isManagedBy(tags, stack), notAfter: description.notAfter ?? '' });
  }
  candidates.sort((a, b) => Number(b.isOurs) - Number(a.isOurs) || b.notAfter.localeCompare(a.notAfter));
  return candidates[0]?.other;
}
