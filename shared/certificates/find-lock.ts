import type { Executions } from '../ports/executions';
import type { CertificateState, CertificateStates } from '../ports/state';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/** The lock on a certificate. */
export interface Lock {
  /** The execution that acquired it last; undefined when none ever did. */
  readonly lockedBy: string | undefined;
  /** Whether that execution holds it. Nothing releases a lock: it ends with the execution, however that ends. */
  readonly isLocked: boolean;
}

/** How long Step Functions may not list an execution that has just started. */
const STARTING_MILLISECONDS = 5 * 60_000;

/** Finds the lock on a certificate. */
export async function findLock(certificateArn: string, dependencies: Dependencies): Promise<Lock> {
  const { lockedBy, lockedSince } = await dependencies.certificateStates.get(certificateArn);
  if (lockedBy === undefined) return { lockedBy, isLocked: false };
  const state = await dependencies.executions.getStatus(lockedBy);
  return {
    lockedBy,
    isLocked: state === 'running' || (state === undefined && isStarting(lockedSince, dependencies.now())),
  };
}

const isStarting = (since: CertificateState['lockedSince'], now: Date) =>
  since !== undefined && now.getTime() - since.getTime() < STARTING_MILLISECONDS;
