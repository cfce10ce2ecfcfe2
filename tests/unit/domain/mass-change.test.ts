import { massChange, massChangeMessage } from '../../../shared/domain/mass-change';

it.each([
  [0, 0, 10, 3, false],
  [3, 3, 10, 3, false],
  [4, 4, 10, 3, true],
  [4, 39, 10, 3, true],
  [4, 40, 10, 4, false],
  [5, 40, 10, 4, true],
  [100, 1_000, 10, 100, false],
  [101, 1_000, 10, 100, true],
  [4, 2_500, 0, 3, true],
  [2_500, 2_500, 100, 2_500, false],
])('lets a sweep replace %i of %i at %i %%: %i allowed, refused %s', (would, managed, percent, allowed, isRefused) => {
  expect(massChange(would, managed, percent)).toEqual({ wouldChange: would, allowed, isRefused });
});

it('says how many it would be, what to do and where to look', () => {
  const { subject, body } = massChangeMessage(
    { ...massChange(9, 10, 10), daysLeft: 5 },
    'Look first.',
    'arn:aws:states:eu-west-1:1:execution:x-sweep:1',
  );
  expect(subject).toBe('Sweep held back: it would replace 9 certificates at once');
  expect(body).toMatch(
    /9 certificates at once; 3 are allowed[^]*first of them to end: 5 days left[^]*Look first\.[^]*https:\/\/eu-west-1\.console/,
  );
});
