import { shrink } from '../../../demo/chaos/shrink';

/** Plays that go wrong whenever all of these faults are there. */
function playsThatNeed(...culprits: readonly number[]) {
  const plays: (readonly number[])[] = [];
  const play = (faults: readonly number[]) => {
    plays.push(faults);
    const isBad = culprits.every((culprit) => faults.includes(culprit));
    return Promise.resolve({ violations: isBad ? ['lost'] : [] });
  };
  return { plays, play };
}
const TWENTY = Array.from({ length: 20 }, (_, index) => index + 1);
const bad = { violations: ['lost'] };

it.each<[string, number[]]>([
  ['one fault', [7]],
  ['two that are far apart', [2, 19]],
  ['three', [1, 10, 20]],
  ['none at all', []],
])('a finding that needs %s is reported with nothing more', async (_what, culprits) => {
  const { play } = playsThatNeed(...culprits);
  expect((await shrink(TWENTY, bad, play, 100)).faults).toEqual(culprits);
});

it('stops when enough was played, with what still goes wrong', async () => {
  const { play, plays } = playsThatNeed(7);
  const { faults, played } = await shrink(TWENTY, bad, play, 3);
  expect(plays).toHaveLength(3);
  expect(faults).toContain(7);
  expect(played.violations).toEqual(['lost']);
});

it('leaves a finding as it is when it may not play at all', async () => {
  const { play, plays } = playsThatNeed(7);
  expect((await shrink(TWENTY, bad, play, 0)).faults).toEqual(TWENTY);
  expect(plays).toEqual([]);
});
