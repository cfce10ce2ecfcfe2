import { nameOfFault, type Fault } from 'local-aws/faults/fault-plan';
import { createRandom } from 'local-aws/faults/random';
import { drawFaults } from './draw-faults';
import { play, type PlayCounts } from './play';
import { shrink } from './shrink';

/** What is said of one seed. */
export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly string[];
  /** How many faults of each kind struck. */
  readonly struck: Readonly<Record<string, number>>;
  readonly counts: PlayCounts;
  /** Of a seed that failed: the fewest faults with which it still does, and what happened then. */
  readonly shortest?: { readonly faults: readonly Fault[]; readonly story: readonly string[] } | undefined;
}

/** The people of a life and its faults draw from one seed, and not from one another. */
const FAULTS_OF_SEED = 7_919;
const faultsOf = (seed: number): Fault[] => drawFaults(createRandom(seed * FAULTS_OF_SEED));

/**
 * Plays the life of a seed; when something in it must not be, plays it again and again with fewer faults.
 *
 * @param mostShrinkingPlays how often; none leaves the story as it was
 * @param onFinding told of what must not be as soon as it is known: what follows takes minutes
 */
export async function reportSeed(
  packageFolder: string,
  seed: number,
  mostShrinkingPlays: number,
  onFinding: (violations: readonly string[]) => void = () => undefined,
): Promise<SeedReport> {
  const faults = faultsOf(seed);
  const played = await play(packageFolder, seed, { seed, faults });
  const { violations, counts, struck } = played;
  const tally: Record<string, number> = {};
  for (const fault of struck) tally[nameOfFault(fault)] = (tally[nameOfFault(fault)] ?? 0) + 1;
  if (violations.length === 0) return { seed, violations, counts, struck: tally };

  onFinding(violations);
  // What struck is what mattered: the others need not be tried.
  const suspects = faults.filter((fault) => struck.includes(fault));
  const again = (fewer: readonly Fault[]) => play(packageFolder, seed, { seed, faults: [...fewer] });
  const shortest = await shrink(suspects, played, again, mostShrinkingPlays);
  return {
    seed,
    violations,
    counts,
    struck: tally,
    shortest: { faults: shortest.faults, story: shortest.played.story },
  };
}
