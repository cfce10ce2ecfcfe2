import { stepFunctionsExecutions, type Executions } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { findHolder } from '../shared/checks/find-holder';
import { config, Kept } from '../shared/config';
import { CertificateInHandError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { ClaimCertificate, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/**
 * Puts the certificate into this execution's hands.
 *
 * @throws CertificateInHandError when another execution has it
 */
export const claimCertificate =
  (needs: Dependencies) =>
  async ({ certificateArn, executionArn }: Needs<typeof ClaimCertificate>): Promise<Record<string, never>> => {
    const { heldBy, isHeld } = await findHolder(certificateArn, needs);
    const isFree = !isHeld || heldBy === executionArn;
    if (isFree && (await needs.keptCertificates.hold(certificateArn, executionArn, heldBy))) return {};
    throw new CertificateInHandError(`${certificateArn} is in the hands of ${isFree ? 'another execution' : heldBy}`);
  };

export const handler = lambda(ClaimCertificate, () =>
  claimCertificate({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    executions: stepFunctionsExecutions(),
    now: () => new Date(),
  }),
);
