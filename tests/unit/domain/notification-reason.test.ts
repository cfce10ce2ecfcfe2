import { type LastNotified, notificationDue } from '../../../shared/domain/notification/health-issue-notification';

const healthIssue = { name: 'RenewalLate', cause: 'ns1.example, ns2.example do not answer' };
const lastNotified = (daysLeft: number | undefined, changes: Partial<LastNotified> = {}): LastNotified => ({
  ...healthIssue,
  daysLeft,
  ...changes,
});

it.each<[string, ...Parameters<typeof notificationDue>, ReturnType<typeof notificationDue>]>([
  ['no health issue before and now', undefined, undefined, 100, undefined],
  ['a new health issue', undefined, healthIssue, 100, 'opened'],
  ['an unchanged health issue on the next day', lastNotified(100), healthIssue, 99, undefined],
  ['a resolved health issue', lastNotified(100), undefined, 99, 'resolved'],
  ['a different health issue', lastNotified(100, { name: 'CertificateNotInUse' }), healthIssue, 99, 'changed'],
  ['a different cause', lastNotified(100, { cause: 'something else' }), healthIssue, 99, 'changed'],
  [
    'a cause that differs only in order',
    lastNotified(100, { cause: 'ns2.example, ns1.example do not answer' }),
    healthIssue,
    99,
    undefined,
  ],
  [
    'a cause that differs only in request id and time',
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
    'a cause that differs only in the denied role',
    lastNotified(100, { cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-batch/one is not authorized' }),
    {
      ...healthIssue,
      cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-certificate/two is not authorized',
    },
    99,
    undefined,
  ],
  ['30 days left', lastNotified(31), healthIssue, 30, 'expiry-near'],
  ['29 days left, with the 30-day threshold skipped', lastNotified(31), healthIssue, 29, 'expiry-near'],
  ['29 days left after a notification at 30', lastNotified(30), healthIssue, 29, undefined],
  [
    'few days left for a health issue with a single notification',
    lastNotified(31),
    { ...healthIssue, notifyOnce: true },
    3,
    undefined,
  ],
  ['an unknown number of days left', lastNotified(undefined), healthIssue, undefined, undefined],
])('decides on %s', (_what, before, now, daysLeft, notificationReason) => {
  expect(notificationDue(before, now, daysLeft)).toBe(notificationReason);
});

it('an unresolved health issue causes six more notifications until expiry, however often it is assessed', () => {
  const notifiedAt: number[] = [];
  let before: LastNotified | undefined;
  for (let daysLeft = 45; daysLeft >= -20; daysLeft -= 1) {
    for (let attempts = 0; attempts < 3; attempts += 1) {
      if (notificationDue(before, healthIssue, daysLeft) === undefined) continue;
      notifiedAt.push(daysLeft);
      before = { ...healthIssue, daysLeft };
    }
  }
  expect(notifiedAt).toEqual([45, 30, 14, 7, 3, 1, 0]);
});
