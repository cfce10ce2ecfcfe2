import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';

const detail = z.strictObject({
  allowMassChange: z
    .boolean()
    .default(false)
    .meta({ description: 'Lets this one sweep replace more certificates than massChangePercent allows' }),
});

/** The event that starts a sweep at once. */
export const sweepRequested = {
  detailType: 'Sweep Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;
