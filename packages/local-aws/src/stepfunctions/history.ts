import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock';

/** An event of an execution's history, without what recording adds. */
export type HistoryEntry = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp'>;

/** The history of one execution. */
export interface History {
  readonly events: readonly HistoryEvent[];
  /** Writes an entry and gives its id, which the next event of the same branch names as its previous one. */
  record(entry: HistoryEntry, previousEventId: number): number;
  /** Writes the entry that ends the execution: nothing but {@link reopen} makes it go on. */
  close(entry: HistoryEntry): void;
  /** Goes on after a redrive, and gives the id of the entry written. */
  reopen(entry: HistoryEntry): number;
}

/** The most events that an execution may have, its end among them ("Step Functions service quotas"). */
const MOST_EVENTS = 25_000;

/** @param full called when there is room for one more event only, which must be the execution's failure */
export function createHistory(clock: Clock, full: () => void): History {
  const events: HistoryEvent[] = [];
  let open = true;

  const write = (entry: HistoryEntry, previousEventId: number) => {
    events.push({ ...entry, id: events.length + 1, previousEventId, timestamp: new Date(clock.now()) });
    return events.length;
  };

  return {
    events,
    record(entry, previousEventId) {
      if (!open) return previousEventId;
      if (events.length === MOST_EVENTS - 1) {
        full();
        return previousEventId;
      }
      return write(entry, previousEventId);
    },
    close(entry) {
      write(entry, events.length);
      open = false;
    },
    reopen(entry) {
      open = true;
      return write(entry, events.length);
    },
  };
}
