import { createHash } from 'node:crypto';
import { stepFunctionsStarter, type Starter } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { config, Keeper, Kept } from '../shared/config';
import { certificateIn } from '../shared/domain/acm-notice';
import { lambda } from '../shared/lambda';
import { StartKeeping, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly starter: Starter;
}

/** Each execution begins by asking ACM for a certificate and its tags, ten times a second at most (ACM user guide, "Quotas"). */
const STARTS_AT_A_TIME = 10;

/**
 * Starts keep-certificate for the next certificates of this sweep that need it, in the order of their ARNs. Repeated, it starts
 * nothing twice.
 */
export const startKeeping =
  ({ keptCertificates, starter }: Dependencies) =>
  async ({ sweepId, keeping }: Needs<typeof StartKeeping>): Promise<Gives<typeof StartKeeping>> => {
    const { started = 0, after = '' } = keeping ?? {};
    const due = (await keptCertificates.swept(sweepId))
      .filter(({ isDue, certificateArn }) => isDue && certificateArn > after)
      .map(({ certificateArn }) => certificateArn)
      .sort();
    const next = due.slice(0, STARTS_AT_A_TIME);
    await Promise.all(
      next.map((certificateArn) =>
        starter.start(executionName(certificateArn, sweepId), { certificateArn, because: 'Sweep' }),
      ),
    );
    const isAll = due.length <= next.length;
    return { keeping: { started: started + next.length, after: isAll ? undefined : next.at(-1) } };
  };

/** The same for the same certificate and sweep, in the letters and within the 80 that Step Functions takes. */
function executionName(certificateArn: string, sweepId: string): string {
  const id = (certificateIn(certificateArn)?.id ?? '').replace(/[^A-Za-z0-9-]/g, '-').slice(0, 47);
  return `${id}-${createHash('sha256').update(sweepId).digest('hex').slice(0, 32)}`;
}

export const handler = lambda(StartKeeping, () =>
  startKeeping({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    starter: stepFunctionsStarter(config(Keeper).keepCertificate),
  }),
);
