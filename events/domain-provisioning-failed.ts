import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';
import { SOURCE } from './event';
import { replacedRecords } from './replaced-records';

const detail = z.strictObject({
  domainName: z.string().optional().meta({ description: 'Absent if the request contains no readable domain name' }),
  step: z.string().meta({ description: 'The workflow state that failed, for example CheckDomain' }),
  error: z
    .string()
    .meta({ description: 'The name of the error, for example DelegationError; also a heading in the runbook' }),
  cause: z.string().meta({ description: 'The cause, as text' }),
  certificateArn: z.string().optional().meta({ description: 'The certificate, if it was already requested' }),
  replacedRecords: replacedRecords.optional(),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Requested event' }),
});

/** Published when provisioning a domain has failed, after people were notified, or could not be. */
export const domainProvisioningFailed = {
  detailType: 'Domain Provisioning Failed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
