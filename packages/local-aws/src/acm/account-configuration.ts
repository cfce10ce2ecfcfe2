import type { GetAccountConfigurationResponse, PutAccountConfigurationRequest } from '@aws-sdk/client-acm';
import type { Certificate } from './certificate';
import { checkLength, checkPattern, checkRange } from './constraints';

const DEFAULT_DAYS_BEFORE_EXPIRY = 45;
/** By the user guide; by the API reference 45 is the default for every certificate, and that is what GetAccountConfiguration says. */
const DEFAULT_DAYS_OF_PUBLIC_CERTIFICATES = 30;

/**
 * GetAccountConfiguration and PutAccountConfiguration: when expiry events begin.
 *
 * @param onChange called when they begin on another day than before
 */
export function createAccountConfigurationOperations(onChange: () => void) {
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
      onChange();
    },
  };
  return {
    operations,
    /** From how many days before its end a certificate's expiry is told. */
    daysBeforeExpiry: (type: Certificate['type']) =>
      daysBeforeExpiry ?? (type === 'IMPORTED' ? DEFAULT_DAYS_BEFORE_EXPIRY : DEFAULT_DAYS_OF_PUBLIC_CERTIFICATES),
  };
}
