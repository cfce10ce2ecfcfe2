import { mapConcurrent } from '../../../shared/map-concurrent';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('returns the results in the order of the list', async () => {
  const slowFirst = async (item: number) => {
    for (let turns = 5 - item; turns > 0; turns -= 1) await turn();
    return item * 10;
  };
  expect(await mapConcurrent(3, [1, 2, 3, 4, 5], slowFirst)).toEqual([10, 20, 30, 40, 50]);
});

it.each([
  [4, 25, 4],
  [4, 2, 2],
  [4, 0, 0],
  [1, 3, 1],
])('with concurrency %i and %i items runs at most %i at once', async (concurrency, length, most) => {
  let underWay = 0;
  let seen = 0;
  await mapConcurrent(concurrency, Array.from({ length }), async () => {
    underWay += 1;
    seen = Math.max(seen, underWay);
    await turn();
    underWay -= 1;
  });
  expect(seen).toBe(most);
});

it('starts nothing after a failure, and awaits the work in progress', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('the first');
    await turn();
    await turn();
    ended.push(item);
    if (item === 2) throw new Error('the second');
  };
  await expect(mapConcurrent(3, [1, 2, 3, 4, 5, 6], work)).rejects.toThrow('the first');
  expect(begun).toEqual([1, 2, 3]);
  expect(ended).toEqual([2, 3]);
});
