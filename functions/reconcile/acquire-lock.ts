import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { stepFunctionsExecutions } from '../../shared/aws/executions';
import { findLock } from '../../shared/certificates/find-lock';
import { CertificateStateTable, config } from '../../shared/config';
import { CertificateLockedError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Executions } from '../../shared/ports/executions';
import type { CertificateStates } from '../../shared/ports/state';
import { AcquireLock, type Input } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/**
 * Locks the certificate for this execution.
 *
 * @throws CertificateLockedError when another execution holds the lock
 */
export const acquireLock =
  (dependencies: Dependencies) =>
  async ({ certificateArn, executionArn }: Input<typeof AcquireLock>): Promise<Record<string, never>> => {
    const { lockedBy, isLocked } = await findLock(certificateArn, dependencies);
    const isFree = !isLocked || lockedBy === executionArn;
    if (isFree && (await dependencies.certificateStates.acquireLock(certificateArn, executionArn, lockedBy))) return {};
    throw new CertificateLockedError(`${certificateArn} is locked by ${isFree ? 'another execution' : lockedBy}`);
  };

export const handler = lambda(AcquireLock, () =>
  acquireLock({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    executions: stepFunctionsExecutions(),
    now: () => new Date(),
  }),
);
