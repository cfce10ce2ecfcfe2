import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { isPastBound, nextWaitSeconds } from '../shared/domain/issuance';
import { whyPending } from '../shared/domain/pending-validation';
import { IssuanceTimedOutError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { publicDns, type PublicDns } from '../shared/network/public-dns';
import { DiagnoseIssuance, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly publicDns: PublicDns;
  readonly now: () => Date;
}

/**
 * Says which names are not validated and why, as public DNS shows it, and how long to wait next.
 *
 * @throws IssuanceTimedOutError with all of that, once ACM's own 72 hours are over
 */
export const diagnoseIssuance =
  ({ certificates, publicDns, now }: Dependencies) =>
  async ({ certificate, wait }: Needs<typeof DiagnoseIssuance>): Promise<Gives<typeof DiagnoseIssuance>> => {
    const described = await certificates.describe(certificate.certificateArn);
    const pending = await Promise.all(
      (described?.validations ?? [])
        .filter(({ status }) => status !== 'SUCCESS')
        .map(async ({ domainName, record }) => {
          const seen = record && (await lookUp(record.name, publicDns));
          return { domainName, why: whyPending(record, seen) };
        }),
    );
    const createdAt = described ? new Date(described.createdAt) : now();
    const elapsedSeconds = (now().getTime() - createdAt.getTime()) / 1_000;
    if (isPastBound(elapsedSeconds) || described?.status === 'VALIDATION_TIMED_OUT') {
      const reasons = pending.map(({ domainName, why }) => `${domainName}: ${why}`).join('; ');
      throw new IssuanceTimedOutError(
        `${certificate.certificateArn} was not issued within 72 hours: ${reasons || 'every name is validated'}`,
      );
    }
    const attempt = wait.attempt + 1;
    return { wait: { attempt, intervalSeconds: nextWaitSeconds(attempt, elapsedSeconds), pending } };
  };

/** A look-up that fails is a finding here, not a failure. */
const lookUp = async (name: string, dns: PublicDns): Promise<string[] | Error> =>
  dns.cname(name).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

export const handler = lambda(DiagnoseIssuance, () =>
  diagnoseIssuance({ certificates: acmCertificates(), publicDns: publicDns(), now: () => new Date() }),
);
