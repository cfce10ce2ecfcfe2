import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { callAws, clientOptions } from '../../shared/aws/call-aws';
import { AccessDeniedError } from '../../shared/errors';

/** The inventory page, in a private bucket. */
export interface StoredPage {
  readonly bucket: string;
  readonly key: string;
}

/** A presigned link: anyone who has it can read the page until it expires. */
export interface PageLink {
  readonly url: string;
  readonly expiresAt: Date;
  /** Whether it expires earlier than requested, with the temporary credentials that signed it. */
  readonly isCutShort: boolean;
}

/** When the page was last written; undefined if it never was. */
export async function pageWrittenAt(
  { bucket, key }: StoredPage,
  client = new S3Client(clientOptions),
): Promise<Date | undefined> {
  const action = `s3:GetObject ${bucket}/${key}`;
  const denied = (cause: Error) => new AccessDeniedError(`${action}: ${cause.message}`, { cause });
  const answer = client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  });
  // The answer to a HEAD request has no body that could name the error.
  return (await callAws(action, answer, { Forbidden: denied, 403: denied }))?.LastModified;
}

/** Signs a link to the page, without a call to AWS. */
export async function pageLink(
  { bucket, key }: StoredPage,
  seconds: number,
  client = new S3Client(clientOptions),
): Promise<PageLink> {
  const { expiration } = await client.config.credentials();
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds });
  const wanted = new Date(Date.now() + seconds * 1_000);
  const isCutShort = expiration !== undefined && expiration < wanted;
  return { url, expiresAt: isCutShort ? expiration : wanted, isCutShort };
}
