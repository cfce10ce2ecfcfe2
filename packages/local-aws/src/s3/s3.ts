import { createHash, randomBytes } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error';
import type { Service, World } from '../world';
import { checkChecksums } from './checksums';
import { s3Permissions } from './permissions';
import { refuseUnknown } from './not-modelled';

/** Simple Storage Service: private, encrypted buckets, with versions if enabled. */
export interface S3 {
  readonly service: Service;
  createBucket(name: string, options?: { readonly isVersioned?: boolean }): void;
  /** Refuses a bucket that is not empty. */
  deleteBucket(name: string): void;
  exists(name: string): boolean;
}

interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

interface StoredObject {
  readonly versionId: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly etag: string;
  readonly modifiedAt: number;
}

interface Bucket {
  readonly name: string;
  readonly createdAt: number;
  readonly isVersioned: boolean;
  /** The versions of each key, the latest first. */
  readonly objects: Map<string, StoredObject[]>;
}

/** The version id of objects in a bucket without versioning. */
const NO_VERSION = 'null';

/** @returns a storage without buckets; CloudFormation creates them */
export function createS3({ clock, region, account }: World): S3 {
  const buckets = new Map<string, Bucket>();

  const bucketOf = ({ Bucket = '', ExpectedBucketOwner = account }: BucketInput) => {
    const bucket = buckets.get(Bucket);
    if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: Bucket });
    if (ExpectedBucketOwner !== account) throw new AwsError('AccessDenied', 'Access Denied', 403);
    return bucket;
  };

  const objectOf = (input: sdk.GetObjectCommandInput) => {
    const { Key = '', VersionId } = input;
    const versions = bucketOf(input).objects.get(Key) ?? [];
    const found = VersionId === undefined ? versions[0] : versions.find(({ versionId }) => versionId === VersionId);
    if (found) return found;
    if (VersionId !== undefined) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key });
  };

  const described = ({ body, contentType, cacheControl, etag, modifiedAt, versionId }: StoredObject) => ({
    AcceptRanges: 'bytes',
    CacheControl: cacheControl,
    ContentLength: body.length,
    ContentType: contentType,
    ETag: etag,
    LastModified: new Date(modifiedAt),
    ServerSideEncryption: sdk.ServerSideEncryption.AES256,
    ...(versionId !== NO_VERSION && { VersionId: versionId }),
  });

  const operations = {
    PutObject(input: sdk.PutObjectCommandInput): object {
      refuseUnknown('PutObject', input);
      const { name, isVersioned, objects } = bucketOf(input);
      const body = input.Body as Uint8Array;
      checkChecksums(input, body);
      if (input.Key === undefined) throw new AwsError('NoSuchKey', `${name}: no key`, 404);
      const object: StoredObject = {
        versionId: isVersioned ? randomBytes(24).toString('base64url') : NO_VERSION,
        body: Buffer.from(body),
        contentType: input.ContentType ?? 'application/octet-stream',
        cacheControl: input.CacheControl,
        etag: `"${createHash('md5').update(body).digest('hex')}"`,
        modifiedAt: clock.now(),
      };
      const earlier = objects.get(input.Key) ?? [];
      objects.set(input.Key, isVersioned ? [object, ...earlier] : [object]);
      const { ETag, ServerSideEncryption } = described(object);
      return { ETag, ServerSideEncryption, ...(isVersioned && { VersionId: object.versionId }) };
    },

    GetObject(input: sdk.GetObjectCommandInput): object {
      refuseUnknown('GetObject', input);
      const object = objectOf(input);
      return { ...described(object), Body: object.body };
    },

    HeadObject(input: sdk.HeadObjectCommandInput): object {
      refuseUnknown('HeadObject', input);
      return described(objectOf(input));
    },

    ListBuckets: (): object => ({
      Buckets: [...buckets.values()].map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) })),
      Owner: { ID: createHash('sha256').update(account).digest('hex') },
    }),

    ListObjectsV2(input: sdk.ListObjectsV2CommandInput): object {
      refuseUnknown('ListObjectsV2', input);
      const { name, objects } = bucketOf(input);
      const { Prefix = '' } = input;
      const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix)).sort();
      const Contents = keys.flatMap((Key) => {
        const [latest] = objects.get(Key) ?? [];
        return latest
          ? [{ Key, ETag: latest.etag, Size: latest.body.length, LastModified: new Date(latest.modifiedAt) }]
          : [];
      });
      return { Name: name, Prefix, KeyCount: Contents.length, MaxKeys: 1_000, IsTruncated: false, Contents };
    },

    ListObjectVersions(input: sdk.ListObjectVersionsCommandInput): object {
      refuseUnknown('ListObjectVersions', input);
      const { name, objects } = bucketOf(input);
      const { Prefix = '' } = input;
      const Versions = [...objects].flatMap(([Key, versions]) =>
        versions.map(({ versionId, etag, body, modifiedAt }, index) => ({
          ...{ Key, VersionId: versionId, IsLatest: index === 0 },
          ...{ ETag: etag, Size: body.length, LastModified: new Date(modifiedAt) },
        })),
      );
      const found = Versions.filter(({ Key }) => Key.startsWith(Prefix));
      return { Name: name, Prefix, MaxKeys: 1_000, IsTruncated: false, Versions: found };
    },
  };

  return {
    service: { signingName: 's3', sdk, operations, permissions: s3Permissions() },
    createBucket(name, { isVersioned = false } = {}) {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
        throw new AwsError('InvalidBucketName', `The specified bucket is not valid: ${name} (${region})`);
      if (buckets.has(name)) throw new AwsError('BucketAlreadyOwnedByYou', `${name} exists already`, 409);
      buckets.set(name, { name, createdAt: clock.now(), isVersioned, objects: new Map() });
    },
    deleteBucket(name) {
      if (bucketOf({ Bucket: name }).objects.size > 0)
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      buckets.delete(name);
    },
    exists: (name) => buckets.has(name),
  };
}
