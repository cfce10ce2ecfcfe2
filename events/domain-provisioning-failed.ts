import * as z from 'zod';
import type { EventContract } from '../shared/ports/event-bus';
import { SOURCE } from './event';

const detail = z.strictObject({
  domainName: z.string().optional().meta({ description: 'Absent when the request does not name one that can be read' }),
  step: z.string().meta({ description: 'The state of the workflow that failed, such as CheckDomain' }),
  error: z.string().meta({ description: 'The name of the error, such as DelegationError: a heading of the runbook' }),
  cause: z.string().meta({ description: 'The cause in words' }),
  certificateArn: z.string().optional().meta({ description: 'The certificate that exists already, if one does' }),
  executionArn: z.string(),
  requestEventId: z.string().optional().meta({ description: 'The id of the Domain Requested event' }),
});

/** Published when a request could not be carried out; a person has been told by then. */
export const domainProvisioningFailed = {
  detailType: 'Domain Provisioning Failed',
  source: SOURCE,
  detail,
} as const satisfies EventContract<typeof detail>;
