import { acmCertificates } from '../../shared/aws/certificates';
import { dynamoDbIssuanceWaits } from '../../shared/aws/issuance-waits';
import { requireIssuable } from '../../shared/certificates/require-certificate';
import { config, IssuanceWaitsTable } from '../../shared/config';
import { VALIDATION_BOUND_SECONDS } from '../../shared/domain/certificate/issuance';
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
 * Remembers the task token, and only then asks ACM: an event that comes before the token is stored would be lost, but then
 * ACM already says so. Issued ends the wait at once; pending leaves it to the event, or to the state's time-out.
 *
 * @throws IssuanceFailedError when ACM will never issue the certificate, which ends the wait too
 * @throws IssuanceTimedOutError when that is because a name was not validated: the diagnosis then says which
 */
export const waitForIssued =
  ({ certificates, waits, now }: Dependencies) =>
  async ({ certificate, executionArn, taskToken }: Input<typeof WaitForIssued>): Promise<Record<string, never>> => {
    const wait = { certificateArn: certificate.certificateArn, executionArn, taskToken };
    await waits.remember(wait, new Date(now().getTime() + VALIDATION_BOUND_SECONDS * 1_000));
    const described = await certificates.describe(certificate.certificateArn);
    if (described?.status === 'VALIDATION_TIMED_OUT') {
      throw new IssuanceTimedOutError(`${certificate.certificateArn}: ACM's 72 hours for its validation are over`);
    }
    if (described && requireIssuable(described) === 'issued') await waits.end(wait);
    return {};
  };

export const handler = lambda(WaitForIssued, () =>
  waitForIssued({
    certificates: acmCertificates(),
    waits: dynamoDbIssuanceWaits(config(IssuanceWaitsTable).issuanceWaitsTable),
    now: () => new Date(),
  }),
);
