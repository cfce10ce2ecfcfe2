import { z } from 'zod';
import { AwsError } from '../../aws-error';
import { boolean, document, number, resourceType } from '../resource-type';

const encryptionRule = z.strictObject({
  ServerSideEncryptionByDefault: z.strictObject({ SSEAlgorithm: z.literal('AES256') }),
});

/** Expiration rules; they are accepted, but nothing is deleted. */
const lifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  ExpirationInDays: number.optional(),
  NoncurrentVersionExpiration: z.strictObject({ NoncurrentDays: number }).optional(),
});

/** Buckets, private and encrypted by default as on S3; the Serverless deployment bucket stays empty. */
export const s3Types = {
  'AWS::S3::Bucket': resourceType(
    z.strictObject({
      BucketName: z.string().optional(),
      BucketEncryption: z.strictObject({ ServerSideEncryptionConfiguration: z.array(encryptionRule) }).optional(),
      PublicAccessBlockConfiguration: z
        .strictObject({
          BlockPublicAcls: boolean.optional(),
          BlockPublicPolicy: boolean.optional(),
          IgnorePublicAcls: boolean.optional(),
          RestrictPublicBuckets: boolean.optional(),
        })
        .optional(),
      OwnershipControls: z
        .strictObject({ Rules: z.array(z.strictObject({ ObjectOwnership: z.literal('BucketOwnerEnforced') })) })
        .optional(),
      VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
      LifecycleConfiguration: z.strictObject({ Rules: z.array(lifecycleRule) }).optional(),
    }),
    ({ BucketName, VersioningConfiguration }, { generatedName, s3 }) => {
      const ref = BucketName ?? generatedName.toLowerCase();
      s3.createBucket(ref, { isVersioned: VersioningConfiguration?.Status === 'Enabled' });
      return { ref, attributes: { Arn: `arn:aws:s3:::${ref}`, DomainName: `${ref}.s3.amazonaws.com` } };
    },
    { remove: ({ ref }, { s3 }) => s3.deleteBucket(ref) },
  ),
  'AWS::S3::BucketPolicy': resourceType(
    z.strictObject({ Bucket: z.string(), PolicyDocument: document }),
    ({ Bucket }, { generatedName, s3 }) => {
      if (!s3.exists(Bucket)) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      return { ref: generatedName, attributes: {} };
    },
  ),
};
