import { createHash } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from './protocol';

/** The parts of a request's Authorization header; missing parts are empty. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** The service's signing name, e.g. `elasticloadbalancing`. */
  readonly signingName: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads a Signature Version 4 header, or the credential of a presigned link; undefined when the request has neither. */
export function readSignature({ headers, query }: WireRequest): Signature | undefined {
  const presigned = query.get('X-Amz-Credential');
  const text = headers.authorization?.toString() ?? (presigned ? `Credential=${presigned}` : '');
  // AWS4-HMAC-SHA256 Credential=KEY/20261123/eu-west-1/acm/aws4_request, … — the multi-Region form has no Region.
  const [, accessKeyId, region = '', signingName] =
    /Credential=([^/]+)\/\d{8}\/(?:([^/]+)\/)?([^/]+)\/aws4_request/.exec(text) ?? [];
  if (!accessKeyId || !signingName) return undefined;
  const [, signedHeaders = ''] = /SignedHeaders=([^,\s]+)/.exec(text) ?? [];
  const [, signature = ''] = /Signature=(\w+)/.exec(text) ?? [];
  return { accessKeyId, region, signingName, signedHeaders: signedHeaders.split(';'), signature };
}

/** The signing time that a request states, in milliseconds since the epoch; undefined if it states none. */
export function signedAt({ headers, query }: WireRequest): number | undefined {
  const date = headers['x-amz-date']?.toString() ?? query.get('X-Amz-Date') ?? '';
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year, month = 1, day, hours, minutes, seconds] = parts.map(Number);
  return year === undefined ? undefined : Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

/** Whether a presigned link has expired. */
export function isExpired(request: WireRequest, now: number): boolean {
  const seconds = request.query.get('X-Amz-Expires');
  const at = signedAt(request);
  return seconds !== null && at !== undefined && now > at + Number(seconds) * 1_000;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whether a request's signature by these credentials matches its body, path, query and signed headers. */
export async function isSignedWith(
  credentials: Credentials,
  request: WireRequest,
  signed: Signature,
): Promise<boolean> {
  const at = signedAt(request);
  if (at === undefined || !isWholeBody(request)) return false;
  const headers = signed.signedHeaders.map((name) => [name, request.headers[name]?.toString() ?? ''] as const);
  const signer = new SignatureV4({
    credentials,
    region: signed.region,
    service: signed.signingName,
    sha256: Sha256,
    applyChecksum: false,
    // Only S3 signs paths unnormalized ("Create a canonical request").
    uriEscapePath: signed.signingName !== 's3',
  });
  const expected = await signer.sign(
    new HttpRequest({
      method: request.method,
      path: request.path,
      query: queryOf(request),
      headers: Object.fromEntries(headers),
      body: request.body,
    }),
    { signingDate: new Date(at), signableHeaders: new Set(signed.signedHeaders) },
  );
  const theirs = /Signature=(\w+)/.exec(expected.headers['authorization'] ?? '')?.[1] ?? '';
  return signed.signature === theirs && signed.signedHeaders.includes('host');
}

/** If the signed payload hash is in a header, it must match the body. */
function isWholeBody({ headers, body }: WireRequest): boolean {
  const claimed = headers['x-amz-content-sha256'];
  return claimed === undefined || claimed === createHash('sha256').update(body).digest('hex');
}

function queryOf({ query }: WireRequest): Record<string, string[]> {
  return Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key)]));
}
