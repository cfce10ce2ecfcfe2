import { concernOf, type Concern } from '../../../shared/domain/concern';
import { renewalStart } from '../../../shared/domain/renewal-window';
import { needsWork, VERDICTS, type Verdict } from '../../../shared/domain/verdict';

it.each<[Verdict, boolean, number | undefined, Concern]>([
  ['healthy', true, 100, 'nobody'],
  ['healthy', true, 1, 'nobody'],
  ['replace', true, 10, 'service'],
  ['blocked', true, 100, 'person'],
  ['unknown', true, 100, 'person'],
  ['retired', false, 3, 'aside'],
  ['not-managed', true, 31, 'aside'],
  ['not-managed', true, 30, 'person'],
  ['not-managed', true, -1, 'person'],
  ['not-managed', false, 3, 'aside'],
  ['not-managed', true, undefined, 'aside'],
])('one that is %s, in use: %s, with %s days left, concerns: %s', (verdict, isInUse, daysLeft, concern) => {
  expect(concernOf({ verdict, isInUse, daysLeft })).toBe(concern);
});

it('what keep-certificate has work to do for is in hand, and nothing else', () => {
  const inHand = VERDICTS.filter((verdict) => concernOf({ verdict, isInUse: true }) === 'service');
  expect(inHand).toEqual(VERDICTS.filter(needsWork));
});

it.each([
  [
    '198 days, 45 before its end',
    'AMAZON_ISSUED',
    '2026-11-24T00:00:00Z',
    '2027-06-10T00:00:00Z',
    '2027-04-26T00:00:00.000Z',
  ],
  [
    '395 days, 60 before its end',
    'AMAZON_ISSUED',
    '2026-01-01T00:00:00Z',
    '2027-01-31T00:00:00Z',
    '2026-12-02T00:00:00.000Z',
  ],
  [
    '47 days, a third before its end',
    'AMAZON_ISSUED',
    '2026-11-01T00:00:00Z',
    '2026-12-18T00:00:00Z',
    '2026-12-03T00:00:00.000Z',
  ],
  ['an import, never', 'IMPORTED', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', undefined],
  ['nothing yet, never', 'AMAZON_ISSUED', undefined, undefined, undefined],
])('ACM begins to renew a certificate of %s', (_what, type, notBefore, notAfter, start) => {
  expect(renewalStart({ type, notBefore, notAfter })).toBe(start);
});
