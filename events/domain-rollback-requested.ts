import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { DomainName } from './domain-name';

const detail = z.strictObject({
  domainName: DomainName.meta({ description: 'The name whose replaced records are to be restored' }),
});

/** The event that requests the old records of a name that a request has replaced. */
export const domainRollbackRequested = {
  detailType: 'Domain Rollback Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;
