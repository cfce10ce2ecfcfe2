import { stepFunctionsExecutions, type Executions } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { config, Kept } from '../shared/config';
import { CertificateInHandError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { ClaimCertificate, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/** How long an execution may be unknown because it has just begun. */
const YOUNG_MILLISECONDS = 5 * 60_000;

/**
 * Puts the certificate into this execution's hands. Nobody has to let go of it: an execution that has ended, however it ended,
 * holds nothing.
 *
 * @throws CertificateInHandError when another execution has it
 */
export const claimCertificate =
  ({ keptCertificates, executions, now }: Dependencies) =>
  async ({ certificateArn, executionArn }: Needs<typeof ClaimCertificate>): Promise<Record<string, never>> => {
    const { heldBy, heldSince } = await keptCertificates.get(certificateArn);
    const hasEnded = async (holder: string) => {
      const state = (await executions.stateOf(holder)) ?? (isYoung(heldSince, now()) ? 'running' : 'ended');
      return state === 'ended';
    };
    const isFree = heldBy === undefined || heldBy === executionArn || (await hasEnded(heldBy));
    if (isFree && (await keptCertificates.hold(certificateArn, executionArn, heldBy))) return {};
    throw new CertificateInHandError(`${certificateArn} is in the hands of ${isFree ? 'another execution' : heldBy}`);
  };

const isYoung = (since: Date | undefined, now: Date) =>
  since !== undefined && now.getTime() - since.getTime() < YOUNG_MILLISECONDS;

export const handler = lambda(ClaimCertificate, () =>
  claimCertificate({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    executions: stepFunctionsExecutions(),
    now: () => new Date(),
  }),
);
