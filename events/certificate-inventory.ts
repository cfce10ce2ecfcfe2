import * as z from 'zod';
import { VERDICTS } from '../shared/domain/assessment/verdict';
import { MassChange } from '../shared/domain/inventory/mass-change';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const listed = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string(),
  verdict: z.enum(VERDICTS),
  daysLeft: z.int(),
});

const detail = z.strictObject({
  certificates: z.int().meta({ description: 'Number of certificates in the Region' }),
  managed: z.int().meta({ description: 'Number of certificates that this deployment manages' }),
  verdicts: z.partialRecord(z.enum(VERDICTS), z.int()).meta({ description: 'Number of certificates by verdict' }),
  nextExpiries: z.array(listed).meta({ description: 'Up to 10 managed certificates in use, earliest expiry first' }),
  notManagedExpiring: z.array(listed).meta({
    description: 'Up to 50 unmanaged certificates that are in use and expire within 30 days, earliest expiry first',
  }),
  moreNotManagedExpiring: z
    .int()
    .meta({ description: 'Number of further certificates omitted from notManagedExpiring' }),
  massChange: MassChange.strict(),
  started: z.int().meta({ description: 'Number of reconcile-certificate executions started' }),
  executionArn: z.string(),
});

/** Published at the end of every sweep. */
export const certificateInventory = {
  detailType: 'Certificate Inventory',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
