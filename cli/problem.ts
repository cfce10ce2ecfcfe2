/** Something that keeps a command from doing its work, with what the person at the terminal can do about it. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  constructor(
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}

/** Arguments that a command cannot take as they are. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
