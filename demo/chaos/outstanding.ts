import type { Accepted } from './accepted';

/**
 * What has to be done again, in its order: what did not end well, and each removal that had come after a request which is done
 * only now: the request brings back what was removed.
 */
export function outstanding(events: readonly Accepted[], isDone: (accepted: Accepted) => boolean): Accepted[] {
  const again: Accepted[] = [];
  for (const accepted of events) {
    const { act } = accepted;
    const isUndone =
      act.kind === 'remove' &&
      again.some(
        ({ act: before }) =>
          before.kind === 'request' &&
          before.wish.names.includes(act.name) &&
          (act.only === undefined || act.only === before.wish),
      );
    if (isUndone || !isDone(accepted)) again.push(accepted);
  }
  return again;
}
