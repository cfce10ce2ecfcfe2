/**
 * The smallest of the values that no less than so many per cent of them do not exceed (nearest rank): a value that was
 * really seen, never one between two.
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(Math.ceil((percent / 100) * sorted.length), 1) - 1];
  if (found === undefined) throw new RangeError('there is no percentile of no values');
  return found;
}
