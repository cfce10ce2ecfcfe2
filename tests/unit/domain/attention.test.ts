import { type Attention, attentionOf } from '../../../shared/domain/assessment/attention';
import { needsWork, type Verdict, VERDICTS } from '../../../shared/domain/assessment/verdict';
import { renewalStart } from '../../../shared/domain/certificate/renewal';

it.each<[Verdict, boolean, number | undefined, Attention]>([
  ['healthy', true, 100, 'ok'],
  ['healthy', true, 1, 'ok'],
  ['replace', true, 10, 'in-progress'],
  ['blocked', true, 100, 'action-required'],
  ['unknown', true, 100, 'action-required'],
  ['retired', false, 3, 'ignored'],
  ['not-managed', true, 31, 'ignored'],
  ['not-managed', true, 30, 'action-required'],
  ['not-managed', true, -1, 'action-required'],
  ['not-managed', false, 3, 'ignored'],
  ['not-managed', true, undefined, 'ignored'],
])('one that is %s, in use: %s, with %s days left, concerns: %s', (verdict, isInUse, daysLeft, attention) => {
  expect(attentionOf({ verdict, isInUse, daysLeft })).toBe(attention);
});

it('what reconcile-certificate has work to do for is in hand, and nothing else', () => {
  const locked = VERDICTS.filter((verdict) => attentionOf({ verdict, isInUse: true }) === 'in-progress');
  expect(locked).toEqual(VERDICTS.filter(needsWork));
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
