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
