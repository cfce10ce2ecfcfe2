import { createHash } from 'node:crypto';
import { certificateIn } from './certificate-event';

/** As long as the name of an execution may be (Step Functions API, StartExecution). */
const LONGEST_NAME = 80;
/** In the letters it takes, and leaving room for a certificate's UUID. */
const FITTING_OCCASION = /^[A-Za-z0-9-]{1,43}$/;

/**
 * The name of the execution that looks at a certificate on an occasion: the same for the same two, so that it is started once. It
 * begins with the certificate's id, in the letters and the length that Step Functions takes; an occasion that does not fit is
 * digested.
 */
export function executionName(certificateArn: string, occasion: string): string {
  const digest = createHash('sha256').update(occasion).digest('hex').slice(0, 32);
  const ending = FITTING_OCCASION.test(occasion) ? occasion : digest;
  const id = (certificateIn(certificateArn)?.id ?? '').replace(/[^A-Za-z0-9-]/g, '-');
  return `${id.slice(0, LONGEST_NAME - 1 - ending.length)}-${ending}`;
}
