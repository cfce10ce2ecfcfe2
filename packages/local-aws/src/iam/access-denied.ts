import { AwsError } from '../aws-error';

/** Services whose error codes differ from `AccessDeniedException`. */
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  elasticloadbalancing: ['AccessDenied', 403],
  route53: ['AccessDenied', 403],
  sns: ['AuthorizationErrorException', 403],
};

/**
 * A service's error for a call that policies do not allow.
 *
 * @param signingName the service, e.g. `acm`
 */
export function accessDenied(signingName: string, message: string): AwsError {
  const [code, status] = CODES[signingName] ?? ['AccessDeniedException', 400];
  return new AwsError(code, message, status);
}

/** A policy that uses something that is not modelled, so that its decision is unknown. */
export class UndecidableError extends Error {
  override readonly name = 'UndecidableError';

  /** @param what is not modelled */
  constructor(what: string) {
    super(`The local cloud does not model ${what}, and cannot decide what it is to allow`);
  }
}
