import { type LastNotified, notificationDue } from '../../../shared/domain/notification/health-issue-notification';

const healthIssue = { name: 'RenewalLate', cause: 'ns1.example, ns2.example do not answer' };
const lastNotified = (daysLeft: number | undefined, changes: Partial<LastNotified> = {}): LastNotified => ({
  ...healthIssue,
  daysLeft,
  ...changes,
});

it.each<[string, ...Parameters<typeof notificationDue>, ReturnType<typeof notificationDue>]>([
  ['nothing, when there is no health issue and was none', undefined, undefined, 100, undefined],
  ['that it begins', undefined, healthIssue, 100, 'opened'],
  ['nothing on the next day', lastNotified(100), healthIssue, 99, undefined],
  ['that it is over', lastNotified(100), undefined, 99, 'resolved'],
  ['that it is another health issue', lastNotified(100, { name: 'CertificateNotInUse' }), healthIssue, 99, 'changed'],
  ['that its cause is another', lastNotified(100, { cause: 'something else' }), healthIssue, 99, 'changed'],
  [
    'nothing, when the same is listed in another order',
    lastNotified(100, { cause: 'ns2.example, ns1.example do not answer' }),
    healthIssue,
    99,
    undefined,
  ],
  [
    'nothing, when only the request was another',
    lastNotified(100, {
      cause: '2026-11-23T08:00:30.123Z 3f0c9a52-6d1e-4c83-9a5e-0b1f2c3d4e5f Task timed out after 30.00 seconds',
    }),
    {
      ...healthIssue,
      cause: '2026-11-24T08:00:31.456Z 77777777-6d1e-4c83-9a5e-0b1f2c3d4e5f Task timed out after 30.00 seconds',
    },
    99,
    undefined,
  ],
  [
    'nothing, when only the role that was refused is another',
    lastNotified(100, { cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-batch/one is not authorized' }),
    {
      ...healthIssue,
      cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-certificate/two is not authorized',
    },
    99,
    undefined,
  ],
  ['that 30 days are left', lastNotified(31), healthIssue, 30, 'expiry-near'],
  ['that 30 days have passed by, when 29 are left', lastNotified(31), healthIssue, 29, 'expiry-near'],
  ['nothing more at 29 days', lastNotified(30), healthIssue, 29, undefined],
  ['nothing about days, when none makes it worse', lastNotified(31), { ...healthIssue, once: true }, 3, undefined],
  ['nothing about days that are not known', lastNotified(undefined), healthIssue, undefined, undefined],
])('tells %s', (_what, before, now, daysLeft, notificationReason) => {
  expect(notificationDue(before, now, daysLeft)).toBe(notificationReason);
});

it('tells of a health issue that lasts to the end six times after its beginning, whatever the hour of the look', () => {
  const daysTold: number[] = [];
  let before: LastNotified | undefined;
  for (let daysLeft = 45; daysLeft >= -20; daysLeft -= 1) {
    for (let attempts = 0; attempts < 3; attempts += 1) {
      if (notificationDue(before, healthIssue, daysLeft) === undefined) continue;
      daysTold.push(daysLeft);
      before = { ...healthIssue, daysLeft };
    }
  }
  expect(daysTold).toEqual([45, 30, 14, 7, 3, 1, 0]);
});
