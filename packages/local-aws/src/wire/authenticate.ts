import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { RoleSession } from '../iam/iam';
import type { WireRequest } from './protocol';
import type { SignatureErrors } from './signature-errors';
import { isSignedWith, readSignature, signedAt } from './signature';

/** AWS accepts a request within five minutes of its signing time. */
const LARGEST_SKEW_MILLISECONDS = 5 * 60_000;

const timestamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/**
 * Refuses a request with an access key that the cloud issued, unless its signature, session token and time are valid.
 * Any other key, or none, means the account's root: such a client is outside the cloud, on this machine, and has no
 * credentials of the cloud.
 */
export function createAuthenticate(
  clock: Pick<Clock, 'now'>,
  sessionOf: (accessKeyId: string) => RoleSession | undefined,
) {
  return async (request: WireRequest, errors: SignatureErrors): Promise<void> => {
    const refuse = (code: string, message: string) => new AwsError(code, message, errors.status);
    const signature = readSignature(request);
    const session = sessionOf(signature?.accessKeyId ?? '');
    if (!signature || !session) return;
    if (request.headers['x-amz-security-token'] !== session.sessionToken)
      throw refuse(errors.unknownKey, 'The security token included in the request is invalid.');
    if (clock.now() >= session.expiresAt)
      throw refuse(errors.expiredToken, 'The security token included in the request is expired');
    const at = signedAt(request) ?? 0;
    const skew = clock.now() - at;
    if (Math.abs(skew) > LARGEST_SKEW_MILLISECONDS) throw refuse(errors.mismatch, skewed(at, clock.now()));
    if (await isSignedWith(session, request, signature)) return;
    const message =
      'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
    throw refuse(errors.mismatch, message);
  };
}

function skewed(at: number, now: number): string {
  const [limit, verb, relation] =
    at < now
      ? ([now - LARGEST_SKEW_MILLISECONDS, 'Signature expired', 'earlier'] as const)
      : ([now + LARGEST_SKEW_MILLISECONDS, 'Signature not yet current', 'later'] as const);
  const sign = at < now ? '-' : '+';
  return `${verb}: ${timestamp(at)} is now ${relation} than ${timestamp(limit)} (${timestamp(now)} ${sign} 5 min.)`;
}
