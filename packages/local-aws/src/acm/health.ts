import { randomUUID } from 'node:crypto';
import type { AwsEvent, World } from '../world';
import type { Certificate } from './certificate';

/**
 * AWS Health's event type codes for public certificates. The first covers good and bad outcomes alike: only the text
 * differs.
 */
export type AcmHealthCode = 'AWS_ACM_RENEWAL_STATE_CHANGE' | 'CAA_CHECK_FAILURE';

/** Something that AWS Health reports about a certificate. */
export interface HealthReport {
  readonly eventTypeCode: AcmHealthCode;
  /** What happened, as a sentence; certificates with the same sentence share an event. */
  readonly what: string;
  /** Whether the owner must act. */
  readonly isActionRequired: boolean;
}

/**
 * The part of the account's AWS Health that reports on ACM.
 *
 * @param groupingMilliseconds how long certificates with the same report are collected into one event. That events can
 * have several certificates is documented, how they are grouped is not.
 */
export function createHealth(world: World, emit: World['emit'], groupingMilliseconds: number) {
  const gathered = new Map<string, Map<string, Certificate>>();

  return function add(certificate: Certificate, report: HealthReport): void {
    const key = `${report.eventTypeCode} ${report.what}`;
    const known = gathered.get(key);
    if (known) {
      known.set(certificate.arn, certificate);
      return;
    }
    const certificates = new Map([[certificate.arn, certificate]]);
    gathered.set(key, certificates);
    world.clock.setTimeout(() => {
      gathered.delete(key);
      emit(healthEvent(world, report, [...certificates.values()]));
    }, groupingMilliseconds);
  };
}

/**
 * In the current schema (AWS Health user guide, "Amazon EventBridge schema"), where numbers and booleans are strings.
 */
function healthEvent(
  { clock, region, account }: World,
  { eventTypeCode, what, isActionRequired }: HealthReport,
  certificates: readonly Certificate[],
): AwsEvent {
  const at = new Date(clock.now()).toUTCString();
  const names = certificates.map(({ domainNames: [domainName] }) => domainName).join(', ');
  return {
    source: 'aws.health',
    detailType: 'AWS Health Event',
    resources: certificates.map(({ arn }) => arn),
    detail: {
      eventArn: `arn:aws:health:${region}::event/ACM/${eventTypeCode}/${eventTypeCode}-${randomUUID()}`,
      service: 'ACM',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      communicationId: randomUUID().replaceAll('-', ''),
      lastUpdatedTime: at,
      eventRegion: region,
      eventTypeCode,
      // As in ACM's own pattern; another page of its guide says accountNotification.
      eventTypeCategory: 'scheduledChange',
      statusCode: isActionRequired ? 'open' : 'closed',
      startTime: at,
      endTime: at,
      eventDescription: [{ language: 'en_US', latestDescription: `${what} Primary domain: ${names}.` }],
      affectedEntities: certificates.map(({ arn }) => ({
        entityValue: arn,
        // ACM's value is not documented; its events of 2022 had no status.
        status: isActionRequired ? 'PENDING' : 'RESOLVED',
        lastUpdatedTime: at,
      })),
      affectedAccount: account,
      actionability: isActionRequired ? 'ACTION_REQUIRED' : 'INFORMATIONAL',
      personas: ['OPERATIONS'],
      page: '1',
      totalPages: '1',
      backupEvent: 'false',
    },
  };
}
