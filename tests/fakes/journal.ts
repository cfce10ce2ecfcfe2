/** The calls to the fakes in order, so that a test can check their order and that nothing was changed. */
export interface Journal {
  /** Every call, as `certificates.describe arn:...`. */
  readonly calls: string[];
  /** The calls that are writes. */
  readonly changes: string[];
  read(call: string): void;
  change(call: string): void;
}

export function createJournal(): Journal {
  const calls: string[] = [];
  const changes: string[] = [];
  return {
    calls,
    changes,
    read: (call) => void calls.push(call),
    change(call) {
      calls.push(call);
      changes.push(call);
    },
  };
}
