import type { Executions } from '../ports/executions';
import type { CertificateState, CertificateStates } from '../ports/state';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/** Who has, or had, a certificate in hand. */
export interface Lock {
  /** The execution that had it last; undefined when none ever had. */
  readonly lockedBy: string | undefined;
  /** Whether it still has: nobody has to let go, for an execution that has ended, however it ended, holds nothing. */
  readonly isLocked: boolean;
}

/** How long an execution may be unknown because it has just begun. */
const YOUNG_MILLISECONDS = 5 * 60_000;

/** Finds the execution that has a certificate in hand. */
export async function findLock(certificateArn: string, dependencies: Dependencies): Promise<Lock> {
  const { lockedBy, lockedSince } = await dependencies.certificateStates.get(certificateArn);
  if (lockedBy === undefined) return { lockedBy, isLocked: false };
  const state = await dependencies.executions.stateOf(lockedBy);
  return {
    lockedBy,
    isLocked: state === 'running' || (state === undefined && isYoung(lockedSince, dependencies.now())),
  };
}

const isYoung = (since: CertificateState['lockedSince'], now: Date) =>
  since !== undefined && now.getTime() - since.getTime() < YOUNG_MILLISECONDS;
