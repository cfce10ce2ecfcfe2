/** What a part of the bench found. */
export interface PartResult {
  /** The readable table, with its heading and its short summary. */
  readonly text: string;
  /** The same numbers, and more, for the JSON file. */
  readonly data: unknown;
  /** What did not succeed, in words; none of it makes the exit status 0. */
  readonly failures: readonly string[];
}

/** Says what long work is at. */
export type Progress = (line: string) => void;
