import { findAttachments } from '../assess/find-attachments';
import { findTags, requireManaged, type ManagedCertificate } from '../certificates/require-certificate';
import type { CertificateDescription } from '../domain/certificate/description';
import { issuanceOf } from '../domain/certificate/issuance';
import { isManagedBy, TAGS } from '../domain/certificate/tags';
import { baseOf } from '../domain/names/domain-name';
import type { Certificates, ListedCertificate } from '../ports/certificates';
import type { LoadBalancers } from '../ports/load-balancers';
import type { CertificateStates } from '../ports/state';

/** What is to be removed: one name, or a certificate with all its names. */
export interface RequestedRemoval {
  readonly domainName?: string | undefined;
  readonly certificateArn?: string | undefined;
  /** Absent when the workflow was started by something that is not an event. */
  readonly requestedAt?: Date | undefined;
}

interface Dependencies {
  readonly certificates: Certificates;
  readonly loadBalancers: LoadBalancers;
  readonly certificateStates: CertificateStates;
  readonly stack: string;
}

/**
 * Finds the next certificate that a removal applies to; undefined when none is left. A certificate requested after the
 * removal is left alone.
 *
 * @throws NotManagedError when the removal names a certificate that is not this deployment's
 */
export async function findRemoved(
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
  // A pending certificate may be the replacement that another removal waits for while it holds the lock of the issued one.
  const isIssued = ({ status }: ListedCertificate) => status === 'ISSUED';
  const all = await certificates.list();
  for (const listed of [...all.filter(isIssued), ...all.filter((each) => !isIssued(each))]) {
    // A list shows a hundred names at most.
    if (!listed.hasMoreNames && !listed.domainNames.some((name) => name === domainName)) continue;
    const tags = await findTags(listed.certificateArn, certificates);
    if (!tags || !isManagedBy(tags, stack)) continue;
    const description = await certificates.describe(listed.certificateArn);
    if (!description?.domainNames.some((name) => name === domainName)) continue;
    if (await isRequestedSince(requestedAt, description, tags, certificateStates)) continue;
    // One that was replaced and is detached waits for its deletion.
    const isDone =
      tags[TAGS.replacedBy] !== undefined &&
      (await findAttachments(description, tags, loadBalancers)).attachments.length === 0;
    if (!isDone) return { description, tags };
  }
  return undefined;
}

/** EventBridge gives an event's time in whole seconds. */
const SECOND_MILLISECONDS = 1_000;

/**
 * Whether somebody asked for a certificate after an event: by a request that reused it, or that it was created for. A replacement
 * stands in for what was there before, and is as old as the request for that.
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
  const before = replaced === undefined ? new Date(createdAt) : (await certificateStates.get(replaced)).requestedAt;
  const asked = requestedAt ?? before;
  return asked !== undefined && asked.getTime() > event.getTime() + SECOND_MILLISECONDS;
}

/** The certificates of a Region that cannot be issued or renewed without the validation record of a name: those that this deployment has retired do not count. */
export async function certificatesRequiring(
  base: string,
  certificates: Certificates,
  stack: string,
): Promise<string[]> {
  const needing: string[] = [];
  for (const { certificateArn, type, status, domainNames, hasMoreNames } of await certificates.list()) {
    if (type === 'IMPORTED' || issuanceOf(status).state === 'failed') continue;
    const isNamed = domainNames.some((name) => baseOf(name) === base);
    if (!isNamed && !hasMoreNames) continue;
    const names = isNamed ? [base] : ((await certificates.describe(certificateArn))?.domainNames ?? []);
    if (!names.some((name) => baseOf(name) === base)) continue;
    const tags = await findTags(certificateArn, certificates);
    if (!tags || (isManagedBy(tags, stack) && tags[TAGS.retired] !== undefined)) continue;
    needing.push(certificateArn);
  }
  return needing;
}
