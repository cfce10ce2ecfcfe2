import { createHash } from 'node:crypto';
import { stepFunctionsStarter, type Starter } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { atMost } from '../shared/at-most';
import { config, Keeper, Kept } from '../shared/config';
import { certificateIn } from '../shared/domain/acm-notice';
import { lambda } from '../shared/lambda';
import { StartKeeping, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly starter: Starter;
}

/** Step Functions takes hundreds of starts a second; ten at once leave them to others. */
const AT_ONCE = 10;

/** Starts keep-certificate for every certificate of this sweep that needs it. Repeated, it starts nothing twice. */
export const startKeeping =
  ({ keptCertificates, starter }: Dependencies) =>
  async ({ executionArn }: Needs<typeof StartKeeping>): Promise<Gives<typeof StartKeeping>> => {
    const due = (await keptCertificates.swept(executionArn)).filter(({ isDue }) => isDue);
    const sweep = createHash('sha256').update(executionArn).digest('hex').slice(0, 32);
    await atMost(AT_ONCE, due, ({ certificateArn }) => {
      const id = (certificateIn(certificateArn)?.id ?? '').replace(/[^A-Za-z0-9-]/g, '-').slice(0, 47);
      return starter.start(`${id}-${sweep}`, { certificateArn, because: 'Sweep' });
    });
    return { started: due.length };
  };

export const handler = lambda(StartKeeping, () =>
  startKeeping({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    starter: stepFunctionsStarter(config(Keeper).keepCertificate),
  }),
);
