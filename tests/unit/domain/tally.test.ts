import { tallied } from '../../../shared/domain/inventory/mass-change';

const healthy = { verdict: 'healthy', isManaged: true, daysLeft: 100, isDisruptive: false } as const;
const foreign = { verdict: 'not-managed', isManaged: false, isDisruptive: false } as const;
const unknown = { verdict: 'unknown', isManaged: false, isDisruptive: false } as const;
const ending = (daysLeft?: number) => ({ verdict: 'replace', isManaged: true, daysLeft, isDisruptive: true }) as const;

it('begins with nothing', () => {
  expect(tallied(undefined, [])).toEqual({
    assessed: 0,
    managed: 0,
    unknown: 0,
    disruptive: 0,
    disruptiveDaysLeft: undefined,
  });
});

it('adds each page to those before, and keeps the end that is nearest', () => {
  const first = tallied(undefined, [healthy, foreign, ending(12)]);
  expect(first).toEqual({ assessed: 3, managed: 2, unknown: 0, disruptive: 1, disruptiveDaysLeft: 12 });
  const second = tallied(first, [ending(14), ending(), unknown]);
  expect(second).toEqual({ assessed: 6, managed: 4, unknown: 1, disruptive: 3, disruptiveDaysLeft: 12 });
  expect(tallied(second, [ending(-1)])).toMatchObject({ disruptive: 4, disruptiveDaysLeft: -1 });
});
