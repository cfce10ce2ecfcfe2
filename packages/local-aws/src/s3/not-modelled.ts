import { AwsError } from '../aws-error';

/** The parameters that each operation applies, or may ignore without a visible difference. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  PutObject: [
    ...['Bucket', 'Key', 'Body', 'ContentType', 'ContentLength', 'CacheControl', 'ExpectedBucketOwner'],
    ...['ChecksumAlgorithm', 'ChecksumCRC32', 'ChecksumSHA256', 'ContentMD5'],
  ],
  GetObject: ['Bucket', 'Key', 'VersionId', 'ChecksumMode', 'ExpectedBucketOwner'],
  HeadObject: ['Bucket', 'Key', 'VersionId', 'ChecksumMode', 'ExpectedBucketOwner'],
  ListObjectsV2: ['Bucket', 'Prefix', 'MaxKeys', 'EncodingType', 'ExpectedBucketOwner'],
  ListObjectVersions: ['Bucket', 'Prefix', 'MaxKeys', 'EncodingType', 'ExpectedBucketOwner'],
};

/** Refuses parameters that an operation does not apply: an ACL, a range, a condition … */
export function refuseUnknown(operation: string, input: object): void {
  const known = KNOWN[operation] ?? [];
  const unknown = Object.entries(input).flatMap(([name, value]) =>
    value === undefined || known.includes(name) ? [] : [name],
  );
  if (unknown.length > 0)
    throw new AwsError('NotImplemented', `The local cloud does not model ${unknown.join(', ')} of ${operation}`, 501);
}
