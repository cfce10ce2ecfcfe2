import type { Certificates } from '../aws/certificates';
import type { LoadBalancers } from '../aws/load-balancers';
import { certificateIn } from '../domain/acm-notice';
import type { Attachment } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';
import { isManagedBy } from '../domain/ownership';
import { NoStandInCertificateError } from '../errors';

interface Needs {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * For each listener whose default the certificate is, finds another one in the listener's list that can take its place: issued
 * and not ended, rather ours than somebody else's, rather long-lived than short.
 *
 * @throws NoStandInCertificateError naming the listener that has no other
 */
export async function findStandIns(
  certificateArn: string,
  attachments: readonly Attachment[],
  needs: Needs,
): Promise<(Attachment & { readonly standInArn?: string })[]> {
  const found = [];
  for (const attachment of attachments) {
    if (attachment.as === 'sni') {
      found.push(attachment);
      continue;
    }
    const standInArn = await standInOn(attachment.listenerArn, certificateArn, needs);
    if (standInArn === undefined) {
      throw new NoStandInCertificateError(
        `${certificateArn} is the default certificate of ${attachment.listenerArn}, and no other one there could take its place`,
      );
    }
    found.push({ ...attachment, standInArn });
  }
  return found;
}

async function standInOn(listenerArn: string, certificateArn: string, needs: Needs): Promise<string | undefined> {
  const { certificates, loadBalancers, stack, now } = needs;
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
