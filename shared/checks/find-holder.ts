import type { Executions } from '../aws/executions';
import type { KeptCertificate, KeptCertificates } from '../aws/kept-certificates';

interface Needs {
  readonly keptCertificates: KeptCertificates;
  readonly executions: Executions;
  readonly now: () => Date;
}

/** Who has, or had, a certificate in hand. */
export interface Holder {
  /** The execution that had it last; undefined when none ever had. */
  readonly heldBy: string | undefined;
  /** Whether it still has: nobody has to let go, for an execution that has ended, however it ended, holds nothing. */
  readonly isHeld: boolean;
}

/** How long an execution may be unknown because it has just begun. */
const YOUNG_MILLISECONDS = 5 * 60_000;

/** Finds the execution that has a certificate in hand. */
export async function findHolder(certificateArn: string, needs: Needs): Promise<Holder> {
  const { heldBy, heldSince } = await needs.keptCertificates.get(certificateArn);
  if (heldBy === undefined) return { heldBy, isHeld: false };
  const state = await needs.executions.stateOf(heldBy);
  return { heldBy, isHeld: state === 'running' || (state === undefined && isYoung(heldSince, needs.now())) };
}

const isYoung = (since: KeptCertificate['heldSince'], now: Date) =>
  since !== undefined && now.getTime() - since.getTime() < YOUNG_MILLISECONDS;
