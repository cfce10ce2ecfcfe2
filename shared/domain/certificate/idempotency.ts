import { createHash } from 'node:crypto';
import { certificateIn } from './description';

/**
 * The idempotency token of a certificate request, by which ACM recognises retries for an hour. It is stable for the same request
 * of the same deployment, and changes when an existing certificate is unusable, or ACM would return that certificate again.
 *
 * @param unusableCertificateArns matching certificates that were never issued, are retired, or are being replaced
 * @returns 32 hexadecimal characters; ACM accepts `\w{1,32}`, which rules out a UUID
 */
export function idempotencyToken(
  stack: string,
  domainNames: readonly string[],
  keyAlgorithm: string,
  unusableCertificateArns: readonly string[],
): string {
  const request = JSON.stringify([stack, domainNames, keyAlgorithm, [...unusableCertificateArns].sort()]);
  return createHash('sha256').update(request).digest('hex').slice(0, 32);
}

/** The maximum length of an execution name (Step Functions API, StartExecution). */
const MAX_NAME_LENGTH = 80;
/** A trigger that is valid in an execution name and leaves room for a certificate's UUID. */
const VALID_TRIGGER = /^[A-Za-z0-9-]{1,43}$/;

/**
 * The name of the execution that reconciles a certificate because of a trigger, such as an event. The name is deterministic, so
 * that Step Functions starts only one execution per certificate and trigger. A trigger that is not valid in a name is hashed.
 */
export function executionName(certificateArn: string, trigger: string): string {
  const digest = createHash('sha256').update(trigger).digest('hex').slice(0, 32);
  const suffix = VALID_TRIGGER.test(trigger) ? trigger : digest;
  const id = (certificateIn(certificateArn)?.id ?? '').replace(/[^A-Za-z0-9-]/g, '-');
  return `${id.slice(0, MAX_NAME_LENGTH - 1 - suffix.length)}-${suffix}`;
}
