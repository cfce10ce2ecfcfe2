import type { Attachment } from '../domain/assessment/facts';
import { certificateIn } from '../domain/certificate/description';
import { isManagedBy, TAGS } from '../domain/certificate/tags';
import { placeOf } from '../domain/target/load-balancer';
import { NoFallbackCertificateError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { LoadBalancers } from '../ports/load-balancers';

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

/**
 * For each listener that still has the certificate: what must become its default before the certificate can be taken off,
 * undefined where it stands in the list alone.
 *
 * @param newArn what takes its place everywhere; else each listener's own stand-in does
 * @throws NoFallbackCertificateError naming the listener for which there is none
 * @throws TargetNotFoundError when a listener is gone
 */
export async function findSuccessors(
  certificateArn: string,
  attachments: readonly { readonly listenerArn: string; readonly fallbackDefaultArn?: string | undefined }[],
  newArn: string | undefined,
  loadBalancers: LoadBalancers,
): Promise<Map<string, string | undefined>> {
  const successors = new Map<string, string | undefined>();
  for (const { listenerArn, fallbackDefaultArn } of attachments) {
    const place = placeOf(certificateArn, await loadBalancers.certificates(listenerArn));
    const successor = newArn ?? fallbackDefaultArn;
    if (place === 'default' && successor === undefined) {
      throw new NoFallbackCertificateError(`${certificateArn} is the default certificate of ${listenerArn}`);
    }
    if (place) successors.set(listenerArn, place === 'default' ? successor : undefined);
  }
  return successors;
}
