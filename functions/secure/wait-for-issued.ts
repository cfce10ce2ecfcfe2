import { acmCertificates } from '../../shared/aws/certificates';
import { dynamoDbIssuanceWaits } from '../../shared/aws/issuance-waits';
import { requireIssuable } from '../../shared/certificates/require-certificate';
import { config, IssuanceWaitsTable } from '../../shared/config';
import { VALIDATION_TIMEOUT_SECONDS } from '../../shared/domain/certificate/issuance';
import { IssuanceTimedOutError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { IssuanceWaits } from '../../shared/ports/state';
import { type Input, WaitForIssued } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly waits: IssuanceWaits;
  readonly now: () => Date;
}

/**
 * Saves the task token before it reads the certificate, so that an event that arrives in between is not missed. Resumes at once when
 * the certificate is issued; otherwise the event or the time-out of the state ends the wait.
 *
 * @throws IssuanceFailedError when issuance has failed for good
 * @throws IssuanceTimedOutError when ACM's validation timed out; DiagnoseIssuance then reports the names
 */
export const waitForIssued =
  ({ certificates, waits, now }: Dependencies) =>
  async ({ certificate, executionArn, taskToken }: Input<typeof WaitForIssued>): Promise<Record<string, never>> => {
    const wait = { certificateArn: certificate.certificateArn, executionArn, taskToken };
    await waits.save(wait, new Date(now().getTime() + VALIDATION_TIMEOUT_SECONDS * 1_000));
    const described = await certificates.describe(certificate.certificateArn);
    if (described?.status === 'VALIDATION_TIMED_OUT') {
      throw new IssuanceTimedOutError(`${certificate.certificateArn}: ACM's validation timed out after 72 hours`);
    }
    if (described && requireIssuable(described) === 'issued') await waits.resume(wait);
    return {};
  };

export const handler = lambda(WaitForIssued, () =>
  waitForIssued({
    certificates: acmCertificates(),
    waits: dynamoDbIssuanceWaits(config(IssuanceWaitsTable).issuanceWaitsTable),
    now: () => new Date(),
  }),
);
