import type { WireRequest } from './protocol';

/** Who signed a request, and for which service, by its Signature Version 4 credential scope. */
export interface Caller {
  readonly accessKeyId: string;
  /** The service's signing name, e.g. `elasticloadbalancing`. */
  readonly signingName: string;
}

/**
 * Reads the credential scope of a signed request; undefined when it is not signed.
 * The signature itself is not verified: this is the place where it would be.
 */
export function readCaller({ headers }: WireRequest): Caller | undefined {
  const authorization = headers.authorization;
  if (typeof authorization !== 'string') return undefined;
  // AWS4-HMAC-SHA256 Credential=KEY/20261123/eu-west-1/acm/aws4_request, … — the multi-Region form has no Region.
  const [, accessKeyId, signingName] = /Credential=([^/]+)\/.*?([^/]+)\/aws4_request/.exec(authorization) ?? [];
  return accessKeyId && signingName ? { accessKeyId, signingName } : undefined;
}
