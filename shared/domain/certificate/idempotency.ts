import { createHash } from 'node:crypto';
import { certificateIn } from './description';

/**
 * The token with which ACM knows a repeated request for an hour: the same for the same certificate asked for by the same
 * deployment, and another once an earlier one will not do, or ACM would answer with that certificate again.
 *
 * @param unfitCertificateArns certificates that will not do: never issued, out of service, or to be replaced
 * @returns 32 hexadecimal characters: ACM takes `\w{1,32}`, so no UUID
 */
export function idempotencyToken(
  stack: string,
  domainNames: readonly string[],
  keyAlgorithm: string,
  unfitCertificateArns: readonly string[],
): string {
  const asked = JSON.stringify([stack, domainNames, keyAlgorithm, [...unfitCertificateArns].sort()]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 32);
}

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
