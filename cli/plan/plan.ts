/** What a request would do: the result of every check, and every change. */
export interface Plan {
  readonly domainNames: readonly string[];
  readonly canSucceed: boolean;
  readonly checks: readonly CheckResult[];
  /** Empty if the request cannot succeed. */
  readonly changes: readonly PlannedChange[];
}

/** What a check found, or the error with which the request would fail. */
export interface CheckResult {
  readonly name: string;
  readonly found?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly advice?: string;
}

/** Runs a check and records its result; undefined if it failed. */
export type Check = <Found>(
  name: string,
  run: () => Promise<Found>,
  describe: (found: Found) => string,
) => Promise<Found | undefined>;

/** A resource of the request, and whether it would be created, changed, kept or deleted. */
export interface PlannedChange {
  readonly action: 'create' | 'change' | 'keep' | 'delete';
  readonly resource: 'certificate' | 'record' | 'listener' | 'attachment';
  readonly description: string;
}
