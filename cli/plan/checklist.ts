import { explained } from '../failure';

/** One thing that was checked before anything would be created: what was found, or what is in the way. */
export interface CheckResult {
  readonly what: string;
  readonly found?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly advice?: string;
}

/** Makes one check, and gives what it found; undefined where something is in the way. */
export type Check = <Found>(
  what: string,
  work: () => Promise<Found>,
  words: (found: Found) => string,
) => Promise<Found | undefined>;

/** Checks that go on past an obstacle to the next one, and the result of each. */
export function checklist(): { readonly results: readonly CheckResult[]; readonly check: Check } {
  const results: CheckResult[] = [];
  return {
    results,
    async check(what, work, words) {
      try {
        const found = await work();
        results.push({ what, found: words(found) });
        return found;
      } catch (error) {
        const { name, message, advice } = explained(error);
        results.push({ what, error: name, cause: message, advice });
        return undefined;
      }
    },
  };
}
