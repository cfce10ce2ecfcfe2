/** A policy asks for something that the local cloud does not model: whether it allows a call cannot be said. */
export class UndecidableError extends Error {
  override readonly name = 'UndecidableError';

  /** @param what the policy has, or the call lacks */
  constructor(what: string) {
    super(`The local cloud does not model ${what}, and cannot decide what it is to allow`);
  }
}
