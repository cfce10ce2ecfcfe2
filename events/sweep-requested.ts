import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';

const detail = z.strictObject({
  allowMassChange: z
    .boolean()
    .default(false)
    .meta({ description: 'Allow this sweep to replace more certificates than massChangePercent permits' }),
});

/** The event that starts a sweep immediately. */
export const sweepRequested = {
  detailType: 'Sweep Requested',
  source: { 'anything-but': { prefix: 'aws.' } },
  detail,
} as const satisfies EventContract<typeof detail>;
