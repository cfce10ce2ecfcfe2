import { type Verdict, VERDICTS } from '../../../shared/domain/assessment/verdict';
import {
  healthIssueNotification,
  type LastNotified,
  type ReconciliationOutcome,
} from '../../../shared/domain/notification/health-issue-notification';

const caa = { name: 'CaaForbidsAmazonError', cause: 'a CAA record' };
const lastNotified: LastNotified = { ...caa, daysLeft: 20 };
const failure = { step: 'RequestReplacement', error: 'CertificateQuotaExceededError', cause: 'no more' };
const notifiedOfFailure: LastNotified = { name: failure.error, cause: failure.cause, daysLeft: 20, step: failure.step };
const assessed = (verdict: Verdict, healthIssue?: typeof caa): ReconciliationOutcome => ({
  assessment: { verdict, healthIssue, daysLeft: 20 },
});

it.each<[string, LastNotified | undefined, ReconciliationOutcome, string | undefined]>([
  ['nothing for a healthy certificate', undefined, assessed('healthy'), undefined],
  ['a new health issue', undefined, assessed('blocked', caa), 'opened CaaForbidsAmazonError'],
  ['nothing for an unchanged health issue', lastNotified, assessed('blocked', caa), undefined],
  ['a resolution', lastNotified, assessed('healthy'), 'resolved CaaForbidsAmazonError'],
  [
    'a failed step rather than the assessed health issue',
    undefined,
    { ...assessed('blocked', caa), failure },
    `opened ${failure.error}`,
  ],
  ['a step that failed before an assessment', undefined, { failure }, `opened ${failure.error}`],
  [
    'a resolution by replacement',
    lastNotified,
    { ...assessed('replace', caa), isReplaced: true },
    `resolved ${caa.name}`,
  ],
  ['nothing for the next attempt after a failed one', notifiedOfFailure, assessed('replace', caa), undefined],
  [
    'a different failure of the next attempt',
    lastNotified,
    { ...assessed('replace'), failure },
    `changed ${failure.error}`,
  ],
])('reports %s', (_what, before, now, expected) => {
  const notification = healthIssueNotification(before, now);
  expect(notification && `${notification.notificationReason} ${notification.healthIssue.name}`).toBe(expected);
});

it('records the health issue with the days left and the failed step', () => {
  expect(healthIssueNotification(undefined, assessed('blocked', caa))?.lastNotified).toEqual(lastNotified);
  expect(healthIssueNotification(lastNotified, { ...assessed('replace'), failure })?.lastNotified).toEqual(
    notifiedOfFailure,
  );
  expect(healthIssueNotification(lastNotified, assessed('healthy'))?.lastNotified).toBeUndefined();
});

it.each(VERDICTS)('treats the verdict %s as resolved, out of scope or inconclusive', (verdict) => {
  const inconclusive = ['unknown', 'unclear', 'renewed-not-served', 'attach', 'replace'];
  const outOfScope = ['gone', 'not-managed', 'retired', 'delete'];
  const notification = healthIssueNotification(lastNotified, assessed(verdict));
  expect(notification?.notificationReason).toBe(inconclusive.includes(verdict) ? undefined : 'resolved');
  expect(notification?.isDismissed ?? false).toBe(outOfScope.includes(verdict));
});
