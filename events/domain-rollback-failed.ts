import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().optional(),
  step: z.string().meta({ description: 'The workflow state that failed, for example RestoreRecords' }),
  error: z.string().meta({ description: 'The name of the error; also a heading in the runbook' }),
  cause: z.string().meta({ description: 'The cause, as text' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Rollback Requested event' }),
});

/** Published when restoring the records of a name has failed, after the notification was sent. */
export const domainRollbackFailed = {
  detailType: 'Domain Rollback Failed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
