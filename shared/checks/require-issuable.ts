import type { CertificateDescription } from '../domain/certificate-facts';
import { issuanceOf } from '../domain/issuance';
import { IssuanceFailedError } from '../errors';

/**
 * Makes sure that ACM has issued the certificate, or still may; says whether it has.
 *
 * @throws IssuanceFailedError when ACM never will
 */
export function requireIssuable({
  certificateArn,
  status,
  failureReason,
}: CertificateDescription): 'issued' | 'pending' {
  const issuance = issuanceOf(status, failureReason);
  if (issuance.state !== 'failed') return issuance.state;
  throw new IssuanceFailedError(`${certificateArn}: ACM will not issue it: ${issuance.reason}`);
}
