/**
 * Maps a list with at most so many pieces of work under way at once; the results keep the list's order. Once a piece has
 * failed none is begun any more, and those under way are awaited: nothing goes on after the answer.
 *
 * @throws what the first piece threw that failed
 */
export async function mapConcurrent<Item, Result>(
  concurrency: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
