import { stepFunctionsStarter, type Starter } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { config, Keeper, Kept } from '../shared/config';
import { executionName } from '../shared/domain/execution-name';
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

export const handler = lambda(StartKeeping, () =>
  startKeeping({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    starter: stepFunctionsStarter(config(Keeper).keepCertificate),
  }),
);
