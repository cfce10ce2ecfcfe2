/** What was asked of the fakes, in order: a test reads from it what came first, and that nothing was changed. */
export interface Journal {
  /** Every call, as `certificates.describe arn:...`. */
  readonly calls: string[];
  /** The calls that changed something. */
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
