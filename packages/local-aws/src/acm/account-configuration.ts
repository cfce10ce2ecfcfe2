import type { GetAccountConfigurationResponse, PutAccountConfigurationRequest } from '@aws-sdk/client-acm';
import type { Certificate } from './certificate';
import { checkLength, checkPattern, checkRange } from './constraints';

const DEFAULT_DAYS_BEFORE_EXPIRY = 45;
/**
 * As in the user guide. The API reference gives 45 for every certificate, which is what GetAccountConfiguration
 * returns.
 */
const DEFAULT_DAYS_OF_PUBLIC_CERTIFICATES = 30;

/**
 * GetAccountConfiguration and PutAccountConfiguration: when expiry events begin.
 *
 * @param onChange called when the first day changes
 */
export function createAccountConfigurationOperations(onChange: () => void) {
  let daysBeforeExpiry: number | undefined;
  const operations = {
    GetAccountConfiguration: (): GetAccountConfigurationResponse => ({
      ExpiryEvents: { DaysBeforeExpiry: daysBeforeExpiry ?? DEFAULT_DAYS_BEFORE_EXPIRY },
    }),

    // The idempotency token is ignored: the operation is idempotent anyway.
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
    /** How many days before expiry the expiry events begin. */
    daysBeforeExpiry: (type: Certificate['type']) =>
      daysBeforeExpiry ?? (type === 'IMPORTED' ? DEFAULT_DAYS_BEFORE_EXPIRY : DEFAULT_DAYS_OF_PUBLIC_CERTIFICATES),
  };
}
