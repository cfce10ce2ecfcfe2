import type { GetAccountConfigurationResponse, PutAccountConfigurationRequest } from '@aws-sdk/client-acm';
import { checkLength, checkPattern, checkRange } from './constraints';

/** The API reference's default; the user guide says 30 for public certificates, which is what a certificate of ACM's own gets here. */
const DEFAULT_DAYS_BEFORE_EXPIRY = 45;
const DEFAULT_DAYS_OF_PUBLIC_ONES = 30;

/** GetAccountConfiguration and PutAccountConfiguration: when expiry events begin. */
export function createAccountConfigurationOperations() {
  let daysBeforeExpiry: number | undefined;
  const operations = {
    GetAccountConfiguration: (): GetAccountConfigurationResponse => ({
      ExpiryEvents: { DaysBeforeExpiry: daysBeforeExpiry ?? DEFAULT_DAYS_BEFORE_EXPIRY },
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
  return {
    operations,
    /** From how many days before its end a certificate's expiry is told. */
    daysBeforeExpiry: (type: 'AMAZON_ISSUED' | 'IMPORTED') =>
      daysBeforeExpiry ?? (type === 'IMPORTED' ? DEFAULT_DAYS_BEFORE_EXPIRY : DEFAULT_DAYS_OF_PUBLIC_ONES),
  };
}
