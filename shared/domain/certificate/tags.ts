import type { CertificateDescription } from './description';

/**
 * The tag that marks a certificate as managed by a deployment; its value is the name of the stack. Without it, a certificate is
 * never deleted, and is detached only if it was imported and the configuration allows its replacement.
 */
export const STACK_TAG = 'acm-autopilot:stack';
/** The tags that store a certificate's configuration and state on the certificate itself. */
export const TAGS = {
  /** The requested domain; tag values may not contain the asterisk of a wildcard. */
  domain: 'acm-autopilot:domain',
  /** The ARN of the load balancer that must serve it. */
  target: 'acm-autopilot:target',
  /** The hosted zone given in the request, for the names within it. */
  hostedZone: 'acm-autopilot:hostedZone',
  /** The key algorithm that it should have. */
  keyAlgorithm: 'acm-autopilot:keyAlgorithm',
  /** `true` or `false`: whether TLS handshakes verify that it is served; without it, the deployment decides. */
  verify: 'acm-autopilot:verify',
  /** `true` on an imported certificate allows its replacement by an ACM-issued one. */
  replaceImported: 'acm-autopilot:replaceImported',
  /** The ARN of the certificate that it replaces. */
  replaces: 'acm-autopilot:replaces',
  /** The ARN of the certificate that replaces it. */
  replacedBy: 'acm-autopilot:replacedBy',
  /** When it was retired, ISO 8601. */
  retired: 'acm-autopilot:retired',
} as const;

/** Whether the deployment's configuration or the certificate's tag allows replacing an imported certificate by an ACM-issued one. */
export const mayReplaceImported = (tags: Readonly<Record<string, string>>, replaceImported: boolean): boolean =>
  replaceImported || tags[TAGS.replaceImported] === 'true';

type Tags = Readonly<Record<string, string>>;

/** Whether TLS handshakes verify that a certificate with these tags is served. */
export const isVerificationWanted = (tags: Tags, byDefault: boolean): boolean =>
  tags[TAGS.verify] === undefined ? byDefault : tags[TAGS.verify] !== 'false';

/** Whether the deployment with this stack manages a certificate with these tags. */
export const isManagedBy = (tags: Tags, stack: string): boolean => tags[STACK_TAG] === stack;

/** Whether a certificate with these tags was neither retired nor replaced. */
export const isInService = (tags: Tags): boolean =>
  tags[TAGS.retired] === undefined && tags[TAGS.replacedBy] === undefined;

/** Whether a deployment keeps a certificate valid: it manages the certificate, which is in service and issued by ACM. */
export const isMaintainedBy = (
  { status, type }: Pick<CertificateDescription, 'status' | 'type'>,
  tags: Tags,
  stack: string,
): boolean => isManagedBy(tags, stack) && isInService(tags) && status === 'ISSUED' && type !== 'IMPORTED';

/** Whether a deployment ignores a certificate: it neither manages it nor, as for imported ones, monitors its expiry. */
export const isUnmanaged = (isManaged: boolean, type: string): boolean => !isManaged && type !== 'IMPORTED';

/** The reason given for an unmanaged certificate. */
export const UNMANAGED_REASON = "It does not have this deployment's tag.";
