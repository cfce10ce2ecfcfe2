/** Something that keeps a command from doing its work, with what the person at the terminal can do about it. */
export class Problem extends Error {
  /** @param name by which scripts know it */
  constructor(
    message: string,
    readonly advice: string,
    override readonly name: string = 'Problem',
  ) {
    super(message);
  }
}

/** Arguments that a command cannot take as they are. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
