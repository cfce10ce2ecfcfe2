import type { WireRequest } from './protocol';

/** Who signed a request, and for which service, by its Signature Version 4 credential scope. */
export interface Caller {
  readonly accessKeyId: string;
  /** The service's signing name, e.g. `elasticloadbalancing`. */
  readonly signingName: string;
}

/**
 * Reads the credential scope of a signed request, or of a presigned link; undefined when it is not signed.
 * The signature itself is not verified: this is the place where it would be.
 */
export function readCaller({ headers, query }: WireRequest): Caller | undefined {
  const presigned = query.get('X-Amz-Credential');
  const authorization = headers.authorization ?? (presigned && `Credential=${presigned}`);
  if (typeof authorization !== 'string') return undefined;
  // AWS4-HMAC-SHA256 Credential=KEY/20261123/eu-west-1/acm/aws4_request, … — the multi-Region form has no Region.
  const [, accessKeyId, signingName] = /Credential=([^/]+)\/.*?([^/]+)\/aws4_request/.exec(authorization) ?? [];
  return accessKeyId && signingName ? { accessKeyId, signingName } : undefined;
}

/** Whether a presigned link is used after its time: so many seconds after it was signed. */
export function isExpired({ query }: WireRequest, now: number): boolean {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (date === undefined || time === undefined || !query.has('X-Amz-Expires')) return false;
  const iso = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  return now > Date.parse(iso) + Number(query.get('X-Amz-Expires')) * 1_000;
}
