/** A request that gets no answer at all: its connection is reset, or nothing comes until the client gives up. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(readonly how: 'reset' | 'silence') {
    super(`The request gets no answer: ${how}`);
  }
}
