/** A play of something, and whether it went wrong. */
interface Played {
  readonly violations: readonly string[];
}

/**
 * Finds few faults with which a play still goes wrong: leaves out halves, then quarters, and so on to single ones (delta
 * debugging), and stops when nothing more can be left out or enough was played.
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
