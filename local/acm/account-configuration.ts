import type { GetAccountConfigurationResponse, PutAccountConfigurationRequest } from '@aws-sdk/client-acm';
import { constraintViolation } from './constraint-violation';

/** The API reference's default; the user guide says 30 for public certificates. */
const DEFAULT_DAYS_BEFORE_EXPIRY = 45;

/** GetAccountConfiguration and PutAccountConfiguration: when expiry events begin. */
export function createAccountConfigurationOperations() {
  let daysBeforeExpiry = DEFAULT_DAYS_BEFORE_EXPIRY;
  return {
    GetAccountConfiguration: (): GetAccountConfigurationResponse => ({
      ExpiryEvents: { DaysBeforeExpiry: daysBeforeExpiry },
    }),

    // The idempotency token changes nothing here: putting the same configuration twice is putting it once.
    PutAccountConfiguration({ ExpiryEvents, IdempotencyToken = '' }: PutAccountConfigurationRequest): void {
      if (!/^\w{1,32}$/.test(IdempotencyToken))
        throw constraintViolation(IdempotencyToken, 'idempotencyToken', 'satisfy regular expression pattern: \\w+');
      const days = ExpiryEvents?.DaysBeforeExpiry;
      if (days === undefined) return;
      if (days < 1)
        throw constraintViolation(days, 'expiryEvents.daysBeforeExpiry', 'have value greater than or equal to 1');
      daysBeforeExpiry = days;
    },
  };
}
