import type { Certificates, ListedCertificate } from '../aws/certificates';
import type { CertificateStates } from '../aws/certificate-states';
import type { LoadBalancers } from '../aws/load-balancers';
import type { CertificateDescription } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';
import { isManagedBy } from '../domain/ownership';
import { findAttachments } from './find-attachments';
import { isRequestedSince } from './is-requested-since';
import type { RemovalRequest } from './read-removal';
import { requireManaged } from './require-managed';
import { findTags } from './find-tags';

/** A certificate of this deployment, with its tags. */
export interface ManagedCertificate {
  readonly description: CertificateDescription;
  readonly tags: Record<string, string>;
}

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly certificateStates: CertificateStates;
  readonly stack: string;
}

/**
 * Finds the next certificate that a removal is about; undefined when each is dealt with. One that was requested after the
 * removal is not its concern.
 *
 * @throws NotManagedError when the removal names a certificate that is not this deployment's
 */
export async function findRemoved(
  asked: RemovalRequest,
  { certificates, loadBalancers, certificateStates, stack }: Dependencies,
): Promise<ManagedCertificate | undefined> {
  const { domainName, certificateArn, askedAt } = asked;
  if (certificateArn !== undefined) {
    const description = await certificates.describe(certificateArn);
    const tags = description && (await findTags(certificateArn, certificates));
    if (!tags) return undefined;
    requireManaged(certificateArn, tags, stack);
    return { description, tags };
  }
  // One that is not issued yet may be what another removal waits for: that one has the issued certificate in hand.
  const isIssued = ({ status }: ListedCertificate) => status === 'ISSUED';
  const all = await certificates.list();
  for (const listed of [...all.filter(isIssued), ...all.filter((each) => !isIssued(each))]) {
    // A list shows a hundred names at most.
    if (!listed.hasMoreNames && !listed.domainNames.some((name) => name === domainName)) continue;
    const tags = await findTags(listed.certificateArn, certificates);
    if (!tags || !isManagedBy(tags, stack)) continue;
    const description = await certificates.describe(listed.certificateArn);
    if (!description?.domainNames.some((name) => name === domainName)) continue;
    if (await isRequestedSince(askedAt, description, tags, certificateStates)) continue;
    // One that was replaced and is detached waits for its deletion.
    const isDone =
      tags[TAGS.replacedBy] !== undefined &&
      (await findAttachments(description, tags, loadBalancers)).attachments.length === 0;
    if (!isDone) return { description, tags };
  }
  return undefined;
}
