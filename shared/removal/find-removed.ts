import { findAttachments } from '../assess/find-attachments';
import { findTags, type ManagedCertificate, requireManaged } from '../certificates/require-certificate';
import type { CertificateDescription } from '../domain/certificate/description';
import { issuanceOf } from '../domain/certificate/issuance';
import { isManagedBy, TAGS } from '../domain/certificate/tags';
import { baseOf } from '../domain/names/domain-name';
import type { Certificates, ListedCertificate } from '../ports/certificates';
import type { LoadBalancers } from '../ports/load-balancers';
import type { CertificateStates } from '../ports/state';

/** A removal request: one name, or a certificate with all its names. */
export interface RequestedRemoval {
  readonly domainName?: string | undefined;
  readonly certificateArn?: string | undefined;
  /** Absent when the input of the workflow is not an event. */
  readonly requestedAt?: Date | undefined;
}

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly certificateStates: CertificateStates;
  readonly stack: string;
}

/**
 * Finds the next certificate that a removal applies to; undefined when none is left. Skips certificates that were requested after the
 * removal.
 *
 * @throws NotManagedError when this deployment does not manage the certificate of the request
 */
export async function findNextRemoved(
  removal: RequestedRemoval,
  { certificates, loadBalancers, certificateStates, stack }: Dependencies,
): Promise<ManagedCertificate | undefined> {
  const { domainName, certificateArn, requestedAt } = removal;
  if (certificateArn !== undefined) {
    const description = await certificates.describe(certificateArn);
    const tags = description && (await findTags(certificateArn, certificates));
    if (!tags) return undefined;
    requireManaged(certificateArn, tags, stack);
    return { description, tags };
  }
  // Pending ones last: one may be the replacement that another removal waits for while it holds the lock of the issued one.
  const isIssued = ({ status }: ListedCertificate) => status === 'ISSUED';
  const all = await certificates.list();
  for (const listed of [...all.filter(isIssued), ...all.filter((each) => !isIssued(each))]) {
    // The list contains at most a hundred names per certificate.
    if (!listed.hasMoreNames && !listed.domainNames.some((name) => name === domainName)) continue;
    const tags = await findTags(listed.certificateArn, certificates);
    if (!tags || !isManagedBy(tags, stack)) continue;
    const description = await certificates.describe(listed.certificateArn);
    if (!description?.domainNames.some((name) => name === domainName)) continue;
    if (await isRequestedSince(requestedAt, description, tags, certificateStates)) continue;
    // A replaced and detached certificate only waits for its deletion.
    const isDone =
      tags[TAGS.replacedBy] !== undefined &&
      (await findAttachments(description, tags, loadBalancers)).attachments.length === 0;
    if (!isDone) return { description, tags };
  }
  return undefined;
}

/** The time of an EventBridge event has a resolution of one second. */
const SECOND_MILLISECONDS = 1_000;

/**
 * Whether a certificate was requested after an event, by a request that reused it or that created it. A replacement counts as
 * requested when the certificate that it replaces was.
 */
async function isRequestedSince(
  event: Date | undefined,
  { certificateArn, createdAt }: Pick<CertificateDescription, 'certificateArn' | 'createdAt'>,
  tags: Readonly<Record<string, string>>,
  certificateStates: CertificateStates,
): Promise<boolean> {
  if (event === undefined) return false;
  const { requestedAt } = await certificateStates.get(certificateArn);
  const replaced = tags[TAGS.replaces];
  const inherited = replaced === undefined ? new Date(createdAt) : (await certificateStates.get(replaced)).requestedAt;
  const lastRequest = requestedAt ?? inherited;
  return lastRequest !== undefined && lastRequest.getTime() > event.getTime() + SECOND_MILLISECONDS;
}

/** The certificates of a Region that need the validation record of a name, without those that this deployment has retired. */
export async function certificatesRequiring(
  base: string,
  certificates: Certificates,
  stack: string,
): Promise<string[]> {
  const requiring: string[] = [];
  for (const { certificateArn, type, status, domainNames, hasMoreNames } of await certificates.list()) {
    if (type === 'IMPORTED' || issuanceOf(status).state === 'failed') continue;
    const isNamed = domainNames.some((name) => baseOf(name) === base);
    if (!isNamed && !hasMoreNames) continue;
    const names = isNamed ? [base] : ((await certificates.describe(certificateArn))?.domainNames ?? []);
    if (!names.some((name) => baseOf(name) === base)) continue;
    const tags = await findTags(certificateArn, certificates);
    if (!tags || (isManagedBy(tags, stack) && tags[TAGS.retired] !== undefined)) continue;
    requiring.push(certificateArn);
  }
  return requiring;
}
