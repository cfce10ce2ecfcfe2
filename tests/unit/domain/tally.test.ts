import { addToTally } from '../../../shared/domain/inventory/mass-change';

const healthy = { verdict: 'healthy', isManaged: true, daysLeft: 100, isDisruptive: false } as const;
const unmanaged = { verdict: 'not-managed', isManaged: false, isDisruptive: false } as const;
const unknown = { verdict: 'unknown', isManaged: false, isDisruptive: false } as const;
const expiring = (daysLeft?: number) =>
  ({ verdict: 'replace', isManaged: true, daysLeft, isDisruptive: true }) as const;

it('starts at zero', () => {
  expect(addToTally(undefined, [])).toEqual({
    assessed: 0,
    managed: 0,
    unknown: 0,
    disruptive: 0,
    disruptiveDaysLeft: undefined,
  });
});

it('adds each batch, and retains the earliest expiry', () => {
  const first = addToTally(undefined, [healthy, unmanaged, expiring(12)]);
  expect(first).toEqual({ assessed: 3, managed: 2, unknown: 0, disruptive: 1, disruptiveDaysLeft: 12 });
  const second = addToTally(first, [expiring(14), expiring(), unknown]);
  expect(second).toEqual({ assessed: 6, managed: 4, unknown: 1, disruptive: 3, disruptiveDaysLeft: 12 });
  expect(addToTally(second, [expiring(-1)])).toMatchObject({ disruptive: 4, disruptiveDaysLeft: -1 });
});
