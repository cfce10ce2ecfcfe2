import type { GetAccountConfigurationResponse, PutAccountConfigurationRequest } from '@aws-sdk/client-acm';
import { checkLength, checkPattern, checkRange } from './constraints';

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
      checkLength(IdempotencyToken, 1, 32, 'idempotencyToken');
      checkPattern(IdempotencyToken, /^\w+$/, 'idempotencyToken');
      const days = ExpiryEvents?.DaysBeforeExpiry;
      if (days === undefined) return;
      checkRange(days, 1, Infinity, 'expiryEvents.daysBeforeExpiry');
      daysBeforeExpiry = days;
    },
  };
}
