import { z } from 'zod';
import { document } from '../properties';
import { resourceType } from '../resource-type';

/** Serverless's deployment bucket: it exists for the template to refer to, and holds nothing. */
export const s3Types = {
  'AWS::S3::Bucket': resourceType(
    z.strictObject({
      BucketName: z.string().optional(),
      BucketEncryption: document.optional(),
      PublicAccessBlockConfiguration: document.optional(),
      VersioningConfiguration: document.optional(),
      LifecycleConfiguration: document.optional(),
    }),
    ({ BucketName }, { generatedName }) => {
      const ref = BucketName ?? generatedName.toLowerCase();
      return { ref, attributes: { Arn: `arn:aws:s3:::${ref}`, DomainName: `${ref}.s3.amazonaws.com` } };
    },
  ),
  'AWS::S3::BucketPolicy': resourceType(
    z.strictObject({ Bucket: z.string(), PolicyDocument: document }),
    (_, { generatedName }) => ({ ref: generatedName, attributes: {} }),
  ),
};
