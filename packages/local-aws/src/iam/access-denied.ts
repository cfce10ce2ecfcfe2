import { AwsError } from '../aws-error';

/** The services whose protocols are older than AWS's habit of ending the names of errors with `Exception`. */
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  elasticloadbalancing: ['AccessDenied', 403],
  route53: ['AccessDenied', 403],
  sns: ['AuthorizationErrorException', 403],
};

/**
 * The answer of a service to a call that policies do not allow.
 *
 * @param signingName the service, e.g. `acm`
 */
export function accessDenied(signingName: string, message: string): AwsError {
  const [code, status] = CODES[signingName] ?? ['AccessDeniedException', 400];
  return new AwsError(code, message, status);
}

/** A policy asks for something that the local cloud does not model: whether it allows a call cannot be said. */
export class UndecidableError extends Error {
  override readonly name = 'UndecidableError';

  /** @param what the policy has, or the call lacks */
  constructor(what: string) {
    super(`The local cloud does not model ${what}, and cannot decide what it is to allow`);
  }
}
