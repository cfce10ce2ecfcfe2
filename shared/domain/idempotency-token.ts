import { createHash } from 'node:crypto';

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
