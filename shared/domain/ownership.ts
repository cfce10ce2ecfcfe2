import { STACK_TAG } from './certificate-tags';

/** Whether a certificate with these tags is managed by the deployment with this stack. */
export const isManagedBy = (tags: Readonly<Record<string, string>>, stack: string): boolean =>
  tags[STACK_TAG] === stack;

/** Whether a certificate is none of a deployment's business: it looks after its own, and watches whatever was imported. */
export const isSomebodyElses = (isManaged: boolean, type: string): boolean => !isManaged && type !== 'IMPORTED';

/** Why nothing more is looked at of such a certificate. */
export const SOMEBODY_ELSES = 'It does not carry the tag of this deployment.';
