import { type Attention, attentionOf } from '../../../shared/domain/assessment/attention';
import { needsReconciliation, type Verdict, VERDICTS } from '../../../shared/domain/assessment/verdict';
import { renewalStart } from '../../../shared/domain/certificate/renewal';

it.each<[Verdict, boolean, number | undefined, Attention]>([
  ['healthy', true, 100, 'ok'],
  ['healthy', true, 1, 'ok'],
  ['unverified', true, 1, 'ok'],
  ['replace', true, 10, 'in-progress'],
  ['blocked', true, 100, 'action-required'],
  ['unknown', true, 100, 'action-required'],
  ['retired', false, 3, 'ignored'],
  ['not-managed', true, 31, 'ignored'],
  ['not-managed', true, 30, 'action-required'],
  ['not-managed', true, -1, 'action-required'],
  ['not-managed', false, 3, 'ignored'],
  ['not-managed', true, undefined, 'ignored'],
])('the verdict %s (in use: %s, days left: %s) needs the attention "%s"', (verdict, isInUse, daysLeft, attention) => {
  expect(attentionOf({ verdict, isInUse, daysLeft })).toBe(attention);
});

it('the verdicts that need reconciliation are exactly those in progress', () => {
  const inProgress = VERDICTS.filter((verdict) => attentionOf({ verdict, isInUse: true }) === 'in-progress');
  expect(inProgress).toEqual(VERDICTS.filter(needsReconciliation));
});

it.each([
  [
    'a certificate valid for 198 days starts 45 days before expiry',
    'AMAZON_ISSUED',
    '2026-11-24T00:00:00Z',
    '2027-06-10T00:00:00Z',
    '2027-04-26T00:00:00.000Z',
  ],
  [
    'a certificate valid for 395 days starts 60 days before expiry',
    'AMAZON_ISSUED',
    '2026-01-01T00:00:00Z',
    '2027-01-31T00:00:00Z',
    '2026-12-02T00:00:00.000Z',
  ],
  [
    'a certificate valid for 47 days starts with a third of its validity left',
    'AMAZON_ISSUED',
    '2026-11-01T00:00:00Z',
    '2026-12-18T00:00:00Z',
    '2026-12-03T00:00:00.000Z',
  ],
  ['an imported certificate never starts', 'IMPORTED', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', undefined],
  ['an unissued certificate never starts', 'AMAZON_ISSUED', undefined, undefined, undefined],
])("ACM's renewal of %s", (_what, type, notBefore, notAfter, start) => {
  expect(renewalStart({ type, notBefore, notAfter })).toBe(start);
});
