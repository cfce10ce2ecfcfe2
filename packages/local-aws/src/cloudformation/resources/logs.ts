import { z } from 'zod';
import { number, resourceType, tags } from '../resource-type';

/** The retentions that CloudWatch Logs accepts, in days (PutRetentionPolicy). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Log groups, without their lines: the local Lambda itself keeps each function's log. */
export const logsTypes = {
  'AWS::Logs::LogGroup': resourceType(
    z.strictObject({
      LogGroupName: z.string().optional(),
      RetentionInDays: number
        .refine((days) => RETENTIONS.includes(days), 'not a retention of CloudWatch Logs')
        .optional(),
      KmsKeyId: z.string().optional(),
      LogGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
      Tags: tags.optional(),
    }),
    ({ LogGroupName }, { generatedName, world }) => {
      const ref = LogGroupName ?? generatedName;
      return { ref, attributes: { Arn: `arn:aws:logs:${world.region}:${world.account}:log-group:${ref}:*` } };
    },
  ),
};
