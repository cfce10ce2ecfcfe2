import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const detail = z.strictObject({
  certificateArn: z.string(),
  domainName: z.string().optional(),
  healthIssue: z.string().meta({ description: 'The name of the health issue that is over' }),
  how: z
    .enum(['fixed', 'renewed', 'replaced'])
    .meta({ description: 'Whether its cause has gone, ACM has renewed the certificate, or another took its place' }),
  daysLeft: z.int().optional(),
  notAfter: z.iso.datetime().optional(),
  executionArn: z.string(),
});

/** Published when a certificate's health issue is over. */
export const certificateRecovered = {
  detailType: 'Certificate Recovered',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
