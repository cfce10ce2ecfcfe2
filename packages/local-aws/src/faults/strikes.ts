import type { Fault, FaultAt } from './fault-plan';
import type { Random } from './random';

/** One fault's count of what it could have struck. */
interface Tally {
  seen: number;
  struck: number;
}

/** Decides, for each thing that happens, which fault of a plan strikes it: at most one. */
export interface Strikes {
  find<At extends Fault['at']>(at: At, matches: (fault: FaultAt<At>) => boolean): FaultAt<At> | undefined;
}

/** Counts for each fault what it matches; of several that are due at once, the first of the plan strikes. */
export function createStrikes(faults: readonly Fault[], random: Random): Strikes {
  const tallies = new Map<Fault, Tally>(faults.map((fault) => [fault, { seen: 0, struck: 0 }]));

  const isDue = ({ nth, probability, times }: Fault, tally: Tally): boolean => {
    if (probability !== undefined) return tally.struck < (times ?? Infinity) && random() < probability;
    const first = nth ?? 1;
    return tally.seen >= first && tally.seen < first + (times ?? 1);
  };

  return {
    find(at, matches) {
      let found: FaultAt<typeof at> | undefined;
      for (const [fault, tally] of tallies) {
        if (fault.at !== at || !matches(fault as FaultAt<typeof at>)) continue;
        tally.seen += 1;
        if (found || !isDue(fault, tally)) continue;
        tally.struck += 1;
        found = fault as FaultAt<typeof at>;
      }
      return found;
    },
  };
}
