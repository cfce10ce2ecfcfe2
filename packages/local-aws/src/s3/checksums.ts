import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error';

/** The checksums that a client may send with an object, in base64. */
interface Checksums {
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
  readonly ContentMD5?: string | undefined;
}

/** Refuses a body that does not match its checksums. */
export function checkChecksums(given: Checksums, body: Uint8Array): void {
  const digest = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
  if (given.ContentMD5 !== undefined && given.ContentMD5 !== digest('md5'))
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  if (given.ChecksumSHA256 !== undefined && given.ChecksumSHA256 !== digest('sha256')) throw mismatch('SHA256');
  if (given.ChecksumCRC32 !== undefined && given.ChecksumCRC32 !== crc32Of(body)) throw mismatch('CRC32');
}

function crc32Of(body: Uint8Array): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return checksum.toString('base64');
}

const mismatch = (algorithm: string) =>
  new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
