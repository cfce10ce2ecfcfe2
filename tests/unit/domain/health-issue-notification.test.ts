import { type Verdict, VERDICTS } from '../../../shared/domain/assessment/verdict';
import {
  healthIssueNotification,
  type LastNotified,
  type SeenCertificate,
} from '../../../shared/domain/notification/health-issue-notification';

const caa = { name: 'CaaForbidsAmazonError', cause: 'a CAA record' };
const lastNotified: LastNotified = { ...caa, daysLeft: 20 };
const failure = { step: 'RequestReplacement', error: 'CertificateQuotaExceededError', cause: 'no more' };
const toldOfFailure: LastNotified = { name: failure.error, cause: failure.cause, daysLeft: 20, step: failure.step };
const seen = (verdict: Verdict, healthIssue?: typeof caa): SeenCertificate => ({
  assessment: { verdict, healthIssue, daysLeft: 20 },
});

it.each<[string, LastNotified | undefined, SeenCertificate, string | undefined]>([
  ['nothing of a certificate that is well', undefined, seen('healthy'), undefined],
  ['that a health issue begins', undefined, seen('blocked', caa), 'opened CaaForbidsAmazonError'],
  ['nothing of one that lasts', lastNotified, seen('blocked', caa), undefined],
  ['that it is over', lastNotified, seen('healthy'), 'resolved CaaForbidsAmazonError'],
  ['of a failed step before what was seen', undefined, { ...seen('blocked', caa), failure }, `opened ${failure.error}`],
  ['of a step that failed before anything was seen', undefined, { failure }, `opened ${failure.error}`],
  [
    'that it is over with another certificate',
    lastNotified,
    { ...seen('replace', caa), isReplaced: true },
    `resolved ${caa.name}`,
  ],
  ['nothing of the next attempt after a failed one', toldOfFailure, seen('replace', caa), undefined],
  [
    'of the next attempt when it fails otherwise',
    lastNotified,
    { ...seen('replace'), failure },
    `changed ${failure.error}`,
  ],
])('tells %s', (_what, before, now, expected) => {
  const news = healthIssueNotification(before, now);
  expect(news && `${news.notificationReason} ${news.healthIssue.name}`).toBe(expected);
});

it('remembers a health issue with the days that were left, and the step that failed', () => {
  expect(healthIssueNotification(undefined, seen('blocked', caa))?.lastNotified).toEqual(lastNotified);
  expect(healthIssueNotification(lastNotified, { ...seen('replace'), failure })?.lastNotified).toEqual(toldOfFailure);
  expect(healthIssueNotification(lastNotified, seen('healthy'))?.lastNotified).toBeUndefined();
});

it.each(VERDICTS)('takes %s for an end, for the end of all concern, or for no last word', (verdict) => {
  const noLastWord = ['unknown', 'unclear', 'renewed-not-served', 'attach', 'replace'];
  const endOfConcern = ['gone', 'not-managed', 'retired', 'delete'];
  const news = healthIssueNotification(lastNotified, seen(verdict));
  expect(news?.notificationReason).toBe(noLastWord.includes(verdict) ? undefined : 'resolved');
  expect(news?.isDismissed ?? false).toBe(endOfConcern.includes(verdict));
});
