import { stepFunctionsExecutions, type Executions } from '../shared/aws/executions';
import { dynamoDbCertificateStates, type CertificateStates } from '../shared/aws/certificate-states';
import { findLock } from '../shared/checks/find-lock';
import { config, CertificateStateTable } from '../shared/config';
import { CertificateLockedError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { AcquireLock, type Input } from '../shared/workflow';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/**
 * Puts the certificate into this execution's hands.
 *
 * @throws CertificateLockedError when another execution has it
 */
export const acquireLock =
  (dependencies: Dependencies) =>
  async ({ certificateArn, executionArn }: Input<typeof AcquireLock>): Promise<Record<string, never>> => {
    const { lockedBy, isLocked } = await findLock(certificateArn, dependencies);
    const isFree = !isLocked || lockedBy === executionArn;
    if (isFree && (await dependencies.certificateStates.acquireLock(certificateArn, executionArn, lockedBy))) return {};
    throw new CertificateLockedError(`${certificateArn} is in the hands of ${isFree ? 'another execution' : lockedBy}`);
  };

export const handler = lambda(AcquireLock, () =>
  acquireLock({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    executions: stepFunctionsExecutions(),
    now: () => new Date(),
  }),
);
