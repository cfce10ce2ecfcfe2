import type { Attachment } from '../domain/assessment/facts';
import { certificateIn } from '../domain/certificate/description';
import { isManagedBy, TAGS } from '../domain/certificate/tags';
import { attachmentKind } from '../domain/target/load-balancer';
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
 * For each listener with the certificate as its default, finds another certificate of the listener to replace it: issued and not
 * expired. Prefers managed certificates, then the latest expiry.
 *
 * @throws NoFallbackCertificateError with the listener that has no other certificate
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
        `${certificateArn} is the default certificate of ${attachment.listenerArn}, which has no other certificate to replace it`,
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
    // A listener may also have IAM server certificates, which ACM cannot describe.
    const isCandidate = other !== certificateArn && certificateIn(other) !== undefined;
    const description = isCandidate ? await certificates.describe(other) : undefined;
    if (description?.status !== 'ISSUED' || Date.parse(description.notAfter ?? '') <= now().getTime()) continue;
    const tags = await certificates.listTags(other);
    if (tags[TAGS.retired] !== undefined) continue;
    candidates.push({ other, isManaged: isManagedBy(tags, stack), notAfter: description.notAfter ?? '' });
  }
  candidates.sort((a, b) => Number(b.isManaged) - Number(a.isManaged) || b.notAfter.localeCompare(a.notAfter));
  return candidates[0]?.other;
}

/**
 * For each listener that has the certificate, finds the certificate that must become its default before the removal; undefined where
 * the certificate is in the SNI list only.
 *
 * @param newArn the default of every listener; without it, each listener's own fallback
 * @throws NoFallbackCertificateError with the listener that has no fallback
 * @throws TargetNotFoundError when a listener no longer exists
 */
export async function findSuccessors(
  certificateArn: string,
  attachments: readonly { readonly listenerArn: string; readonly fallbackDefaultArn?: string | undefined }[],
  newArn: string | undefined,
  loadBalancers: LoadBalancers,
): Promise<Map<string, string | undefined>> {
  const successors = new Map<string, string | undefined>();
  for (const { listenerArn, fallbackDefaultArn } of attachments) {
    const place = attachmentKind(certificateArn, await loadBalancers.certificates(listenerArn));
    const successor = newArn ?? fallbackDefaultArn;
    if (place === 'default' && successor === undefined) {
      throw new NoFallbackCertificateError(`${certificateArn} is the default certificate of ${listenerArn}`);
    }
    if (place) successors.set(listenerArn, place === 'default' ? successor : undefined);
  }
  return successors;
}
