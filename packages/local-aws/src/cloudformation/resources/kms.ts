import { z } from 'zod';
import { policySchema } from '../../iam/policy';
import { boolean, number, resourceType, tags } from '../resource-type';

/** Encryption keys, whose policies are enforced. */
export const kmsTypes = {
  'AWS::KMS::Key': resourceType(
    z.strictObject({
      Description: z.string().optional(),
      Enabled: z.literal(true).optional(),
      EnableKeyRotation: boolean.optional(),
      RotationPeriodInDays: number.optional(),
      PendingWindowInDays: number.optional(),
      KeyPolicy: policySchema.optional(),
      KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
      KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
      MultiRegion: z.literal(false).optional(),
      Tags: tags.optional(),
    }),
    ({ KeyPolicy }, { kms }) => {
      const { keyId, arn } = kms.createKey(KeyPolicy);
      return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
    },
    { remove: ({ ref }, { kms }) => kms.deleteKey(ref) },
  ),
  'AWS::KMS::Alias': resourceType(
    z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() }),
    ({ AliasName, TargetKeyId }, { kms }) => {
      kms.createAlias(AliasName, TargetKeyId);
      return { ref: AliasName, attributes: {} };
    },
    { remove: ({ ref }, { kms }) => kms.deleteAlias(ref) },
  ),
};
