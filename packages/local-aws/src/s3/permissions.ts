import { onResource } from '../iam/permissions';
import type { OperationPermissions } from '../world';

interface OfObject {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
}

/** The IAM permissions that S3's operations require (Service Authorization Reference, "Amazon S3"). */
export function s3Permissions(): OperationPermissions {
  const bucket = ({ Bucket = '' }: OfObject) => `arn:aws:s3:::${Bucket}`;
  const object = (input: OfObject) => `${bucket(input)}/${input.Key ?? ''}`;
  const reading = (input: OfObject) => [
    { action: input.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', resource: object(input) },
  ];
  return {
    ...onResource(['PutObject'], object),
    GetObject: reading,
    HeadObject: reading,
    ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    ListObjectsV2: (input: OfObject) => [{ action: 's3:ListBucket', resource: bucket(input) }],
    ListObjectVersions: (input: OfObject) => [{ action: 's3:ListBucketVersions', resource: bucket(input) }],
  };
}
