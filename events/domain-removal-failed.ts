import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().optional(),
  step: z.string().meta({ description: 'The state of the workflow that failed, such as DeleteCertificate' }),
  error: z.string().meta({ description: 'The name of the error: a heading of the runbook' }),
  cause: z.string().meta({ description: 'The cause in words' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Removal Requested event' }),
});

/** Published when a domain could not be removed; a person has been told by then. */
export const domainRemovalFailed = {
  detailType: 'Domain Removal Failed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
