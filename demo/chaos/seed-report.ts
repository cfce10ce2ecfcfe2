import { nameOfFault, type Fault } from 'local-aws/faults/fault-plan';
import { createRandom } from 'local-aws/faults/random';
import { drawFaults } from './draw-faults';
import { runLife, type LifeCounts } from './run-life';
import { shrink } from './shrink';

/** The report on one seed. */
export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly string[];
  /** How many faults of each kind struck. */
  readonly struck: Readonly<Record<string, number>>;
  readonly counts: LifeCounts;
  /** After a finding: the fewest faults that still cause one, and the story of that run. */
  readonly shortest?: { readonly faults: readonly Fault[]; readonly story: readonly string[] } | undefined;
}

/** Scenario and faults draw from the same seed, but independently. */
const FAULTS_OF_SEED = 7_919;
const faultsOf = (seed: number): Fault[] => drawFaults(createRandom(seed * FAULTS_OF_SEED));

/**
 * Runs the life of a seed; after a finding, runs it repeatedly with fewer faults.
 *
 * @param mostShrinkingRuns at most so often; 0 keeps the first story
 * @param onFinding called with the violations as soon as they are known: the rest takes minutes
 */
export async function reportSeed(
  packageFolder: string,
  seed: number,
  mostShrinkingRuns: number,
  onFinding: (violations: readonly string[]) => void = () => undefined,
): Promise<SeedReport> {
  const faults = faultsOf(seed);
  const played = await runLife(packageFolder, seed, { seed, faults });
  const { violations, counts, struck } = played;
  const tally: Record<string, number> = {};
  for (const fault of struck) tally[nameOfFault(fault)] = (tally[nameOfFault(fault)] ?? 0) + 1;
  if (violations.length === 0) return { seed, violations, counts, struck: tally };

  onFinding(violations);
  // Only faults that struck matter.
  const suspects = faults.filter((fault) => struck.includes(fault));
  const again = (fewer: readonly Fault[]) => runLife(packageFolder, seed, { seed, faults: [...fewer] });
  const shortest = await shrink(suspects, played, again, mostShrinkingRuns);
  return {
    seed,
    violations,
    counts,
    struck: tally,
    shortest: { faults: shortest.faults, story: shortest.played.story },
  };
}
