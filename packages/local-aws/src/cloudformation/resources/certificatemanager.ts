import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { number, resourceType } from '../resource-type';

/** ACM's account-wide settings. */
export const certificateManagerTypes = {
  'AWS::CertificateManager::Account': resourceType(
    z.strictObject({
      ExpiryEventsConfiguration: z.strictObject({ DaysBeforeExpiry: number.pipe(z.number().min(1).max(45)) }),
    }),
    async ({ ExpiryEventsConfiguration: ExpiryEvents }, { call, world }) => {
      const IdempotencyToken = randomUUID().replaceAll('-', '');
      await call('acm', 'PutAccountConfiguration', { ExpiryEvents, IdempotencyToken });
      return { ref: world.account, attributes: { AccountId: world.account } };
    },
  ),
};
