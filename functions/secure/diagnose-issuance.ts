import { acmCertificates } from '../../shared/aws/certificates';
import { requireIssuable } from '../../shared/certificates/require-certificate';
import { hasValidationTimedOut, nextWaitSeconds } from '../../shared/domain/certificate/issuance';
import { pendingExcerpt, pendingReason, pendingText } from '../../shared/domain/dns/validation-records';
import { baseOf } from '../../shared/domain/names/domain-name';
import { IssuanceFailedError, IssuanceTimedOutError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { publicDns } from '../../shared/network/public-dns';
import type { Certificates } from '../../shared/ports/certificates';
import type { PublicDns } from '../../shared/ports/dns';
import { inspectRecord } from '../../shared/preflight/validation-records';
import { DiagnoseIssuance, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly publicDns: PublicDns;
  readonly now: () => Date;
}

/**
 * Finds out from public DNS why names are not validated yet, and how long to wait next.
 *
 * @throws IssuanceTimedOutError with the reason for each name, after ACM's limit of 72 hours
 * @throws IssuanceFailedError when issuance has failed for good, or the certificate was deleted
 */
export const diagnoseIssuance =
  ({ certificates, publicDns, now }: Dependencies) =>
  async ({ zones, certificate, wait }: Input<typeof DiagnoseIssuance>): Promise<Output<typeof DiagnoseIssuance>> => {
    const described = await certificates.describe(certificate.certificateArn);
    if (!described) {
      throw new IssuanceFailedError(
        `${certificate.certificateArn}: the certificate no longer exists in ACM: it was deleted`,
      );
    }
    const pending = await Promise.all(
      described.validations
        .filter(({ status }) => status !== 'SUCCESS')
        .map(async ({ domainName, record }) => {
          const zone = zones.find((each) => each.domainName === baseOf(domainName));
          const seen = record && zone && (await inspectRecord(record.name, zone.zoneName, publicDns));
          return { domainName, why: pendingReason(record, seen) };
        }),
    );
    const elapsedSeconds = (now().getTime() - Date.parse(described.createdAt)) / 1_000;
    // When it was issued but the event was lost, WaitForIssued sees it, however late.
    const isTimedOut = described.status !== 'ISSUED' && hasValidationTimedOut(elapsedSeconds);
    if (isTimedOut || described.status === 'VALIDATION_TIMED_OUT') {
      throw new IssuanceTimedOutError(
        `${certificate.certificateArn} was not issued within 72 hours: ${pendingText(pending)}`,
      );
    }
    requireIssuable(described);
    const attempt = wait.attempt + 1;
    return { wait: { attempt, intervalSeconds: nextWaitSeconds(attempt, elapsedSeconds), ...pendingExcerpt(pending) } };
  };

export const handler = lambda(DiagnoseIssuance, () =>
  diagnoseIssuance({ certificates: acmCertificates(), publicDns: publicDns(), now: () => new Date() }),
);
