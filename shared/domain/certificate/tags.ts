import type { CertificateDescription } from './description';

/**
 * The tag that marks what a deployment created: only a certificate that carries it, with the name of its stack, is ever detached
 * or deleted. An imported one that the deployer told the service to replace is detached without it, never deleted.
 */
export const STACK_TAG = 'acm-autopilot:stack';
/** The tags in which a certificate itself records what the service must know of it for its whole life. */
export const TAGS = {
  /** The domain of the request; a tag's value may not have the asterisk of a wildcard. */
  domain: 'acm-autopilot:domain',
  /** The ARN of the load balancer that must serve it. */
  target: 'acm-autopilot:target',
  /** The hosted zone that the request chose, for the names that it covers. */
  hostedZone: 'acm-autopilot:hostedZone',
  /** The key type that it should have. */
  keyAlgorithm: 'acm-autopilot:keyAlgorithm',
  /** `true` on an imported certificate lets it be replaced by one from ACM. */
  replaceImported: 'acm-autopilot:replaceImported',
  /** The ARN of the certificate whose place it takes. */
  replaces: 'acm-autopilot:replaces',
  /** The ARN of the certificate that takes its place. */
  replacedBy: 'acm-autopilot:replacedBy',
  /** When it was taken out of service, ISO 8601. */
  retired: 'acm-autopilot:retired',
} as const;

/** Whether an imported certificate may be replaced by one from ACM: the deployer says so of all of them, or a tag of this one. */
export const mayReplaceImported = (tags: Readonly<Record<string, string>>, replaceImported: boolean): boolean =>
  replaceImported || tags[TAGS.replaceImported] === 'true';

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
