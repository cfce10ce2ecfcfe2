import { CertificateNotUsableError, ListenerFullError, TargetNotFoundError } from '../errors';
import type { ErrorMap } from './call-aws';

/**
 * Just after issuance ELB says either that it does not find the certificate or that it does not support it; the same words
 * are final for a key type that it really does not support. The workflow retries for minutes before it believes them.
 */
export const certificateErrors = (action: string, certificateArn: string): ErrorMap => {
  const notUsable = (cause: Error) =>
    new CertificateNotUsableError(`${action}: ${cause.name} for ${certificateArn}: ${cause.message}`, { cause });
  const full = (cause: Error) => new ListenerFullError(`${action}: ${cause.message}`, { cause });
  return {
    ListenerNotFoundException: gone(action),
    UnsupportedCertificate: notUsable,
    UnsupportedCertificateException: notUsable,
    CertificateNotFoundException: notUsable,
    TooManyCertificatesException: full,
  };
};

/** What was named is not there any more, or never was. */
export const gone = (action: string) => (cause: Error) =>
  new TargetNotFoundError(`${action}: ${cause.message}`, { cause });
