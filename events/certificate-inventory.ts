import * as z from 'zod';
import { VERDICTS } from '../shared/domain/assessment/verdict';
import { MassChange } from '../shared/domain/inventory/mass-change';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const listed = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string(),
  verdict: z.enum(VERDICTS),
  daysLeft: z.int(),
});

const detail = z.strictObject({
  certificates: z.int().meta({ description: 'How many the Region has' }),
  managed: z.int().meta({ description: 'How many of them this deployment manages' }),
  verdicts: z.partialRecord(z.enum(VERDICTS), z.int()).meta({ description: 'How many have each verdict' }),
  nextExpiries: z.array(listed).meta({ description: 'The managed ones that expire first, at most 10' }),
  notManagedExpiring: z
    .array(listed)
    .meta({ description: 'Not managed, in use, and expiring within 30 days; at most 50, the first to expire first' }),
  moreNotManagedExpiring: z.int().meta({ description: 'How many such there are beyond those' }),
  massChange: MassChange.strict(),
  started: z.int().meta({ description: 'How many were put into the hands of reconcile-certificate' }),
  executionArn: z.string(),
});

/** Published at the end of every sweep. */
export const certificateInventory = {
  detailType: 'Certificate Inventory',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
