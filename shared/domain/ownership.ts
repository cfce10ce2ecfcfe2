import type { CertificateDescription } from './certificate-facts';
import { STACK_TAG, TAGS } from './certificate-tags';

type Tags = Readonly<Record<string, string>>;

/** Whether a certificate with these tags is managed by the deployment with this stack. */
export const isManagedBy = (tags: Tags, stack: string): boolean => tags[STACK_TAG] === stack;

/** Whether a certificate with these tags was neither removed nor replaced. */
export const isInService = (tags: Tags): boolean =>
  tags[TAGS.retired] === undefined && tags[TAGS.replacedBy] === undefined;

/** Whether a deployment keeps a certificate valid: it is its own, in service, and issued by ACM. */
export const isMaintainedBy = (
  { status, type }: Pick<CertificateDescription, 'status' | 'type'>,
  tags: Tags,
  stack: string,
): boolean => isManagedBy(tags, stack) && isInService(tags) && status === 'ISSUED' && type !== 'IMPORTED';

/** Whether a certificate is none of a deployment's business: it looks after its own, and watches whatever was imported. */
export const isUnmanaged = (isManaged: boolean, type: string): boolean => !isManaged && type !== 'IMPORTED';

/** Why nothing more is looked at of such a certificate. */
export const UNMANAGED_REASON = 'It does not carry the tag of this deployment.';
