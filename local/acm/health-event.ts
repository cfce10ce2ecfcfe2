import { randomUUID } from 'node:crypto';
import type { AwsEvent, World } from '../world';
import type { Certificate } from './certificate';

/** What AWS Health says of ACM; the same code covers good and bad news. */
export type AcmHealthCode = 'AWS_ACM_RENEWAL_STATE_CHANGE' | 'CAA_CHECK_FAILURE' | 'AWS_ACM_RENEWAL_FAILURE';

/** An AWS Health event about a certificate, in the current schema (Health user guide, "Amazon EventBridge schema"). */
export function healthEvent(
  { clock, region, account }: World,
  eventTypeCode: AcmHealthCode,
  { arn, domainNames: [domainName] }: Certificate,
  what: string,
): AwsEvent {
  const at = new Date(clock.now()).toUTCString();
  return {
    source: 'aws.health',
    detailType: 'AWS Health Event',
    resources: [arn],
    detail: {
      eventArn: `arn:aws:health:${region}::event/ACM/${eventTypeCode}/${eventTypeCode}-${randomUUID()}`,
      service: 'ACM',
      eventTypeCode,
      eventTypeCategory: 'scheduledChange',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      communicationId: randomUUID(),
      startTime: at,
      endTime: at,
      lastUpdatedTime: at,
      statusCode: 'closed',
      eventRegion: region,
      eventDescription: [
        { language: 'en_US', latestDescription: `${what} of the certificate with the primary domain ${domainName}.` },
      ],
      affectedEntities: [{ entityValue: arn, status: 'UNKNOWN' }],
      affectedAccount: account,
      page: '1',
      totalPages: '1',
      backupEvent: 'false',
    },
  };
}
