import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().optional(),
  step: z.string().meta({ description: 'The workflow state that failed, for example DeleteCertificate' }),
  error: z.string().meta({ description: 'The name of the error; also a heading in the runbook' }),
  cause: z.string().meta({ description: 'The cause, as text' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Removal Requested event' }),
});

/** Published when removing a domain has failed, after people were notified, or could not be. */
export const domainRemovalFailed = {
  detailType: 'Domain Removal Failed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
