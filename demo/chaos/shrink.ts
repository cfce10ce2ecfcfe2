/** A run and its violations. */
interface Played {
  readonly violations: readonly string[];
}

/**
 * Finds few faults with which a run still fails: omits halves, then quarters, and so on to single faults (delta
 * debugging), until none can be omitted or the limit is reached.
 */
export async function shrink<F, P extends Played>(
  faults: readonly F[],
  played: P,
  play: (faults: readonly F[]) => Promise<P>,
  mostPlays: number,
): Promise<{ readonly faults: readonly F[]; readonly played: P }> {
  let best = { faults, played };
  let size = Math.ceil(faults.length / 2);
  let plays = 0;
  for (let from = 0; plays < mostPlays && best.faults.length > 0;) {
    const fewer = [...best.faults.slice(0, from), ...best.faults.slice(from + size)];
    plays += 1;
    const tried = await play(fewer);
    if (tried.violations.length > 0) best = { faults: fewer, played: tried };
    else from += size;
    if (from < best.faults.length) continue;
    if (size <= 1) break;
    from = 0;
    size = Math.ceil(size / 2);
  }
  return best;
}
