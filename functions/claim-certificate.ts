import { stepFunctionsExecutions, type Executions } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { config, Kept } from '../shared/config';
import { CertificateInHandError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { ClaimCertificate, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly executions: Executions;
}

/**
 * Puts the certificate into this execution's hands. Nobody has to let go of it: an execution that has ended, however it ended,
 * holds nothing.
 *
 * @throws CertificateInHandError when another execution has it
 */
export const claimCertificate =
  ({ keptCertificates, executions }: Dependencies) =>
  async ({ certificateArn, executionArn }: Needs<typeof ClaimCertificate>): Promise<Record<string, never>> => {
    const { heldBy } = await keptCertificates.get(certificateArn);
    const isFree = heldBy === undefined || heldBy === executionArn || !(await executions.isRunning(heldBy));
    if (isFree && (await keptCertificates.hold(certificateArn, executionArn, heldBy))) return {};
    throw new CertificateInHandError(`${certificateArn} is in the hands of ${isFree ? 'another execution' : heldBy}`);
  };

export const handler = lambda(ClaimCertificate, () =>
  claimCertificate({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    executions: stepFunctionsExecutions(),
  }),
);
