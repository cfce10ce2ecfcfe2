import { createHash } from 'node:crypto';

/**
 * The token with which ACM knows a repeated request for an hour: the same for the same certificate asked for by the same
 * deployment, and another once an earlier one has failed, or ACM would answer with the failed certificate again.
 *
 * @param failedCertificateArns certificates of the same names that can never be issued any more
 * @returns 32 hexadecimal characters: ACM takes `\w{1,32}`, so no UUID
 */
export function idempotencyToken(
  stack: string,
  domainNames: readonly string[],
  keyAlgorithm: string,
  failedCertificateArns: readonly string[],
): string {
  const asked = JSON.stringify([stack, domainNames, keyAlgorithm, [...failedCertificateArns].sort()]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 32);
}
