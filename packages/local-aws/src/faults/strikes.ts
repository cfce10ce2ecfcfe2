import type { Fault, FaultAt } from './fault-plan';
import type { Random } from './random';

/** How many candidates a fault has had. */
interface Tally {
  seen: number;
  struck: number;
}

/** Decides which fault of a plan strikes, if any: at most one at a time. */
export interface Strikes {
  find<At extends Fault['at']>(at: At, matches: (fault: FaultAt<At>) => boolean): FaultAt<At> | undefined;
}

/** Counts the candidates of each fault; of several that are due, the first in the plan strikes. */
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
