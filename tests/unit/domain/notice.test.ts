import { noticeDue, type Told } from '../../../shared/domain/notice';

const trouble = { name: 'RenewalLate', cause: 'ns1.example, ns2.example do not answer' };
const told = (daysLeft: number | undefined, changes: Partial<Told> = {}): Told => ({
  ...trouble,
  daysLeft,
  ...changes,
});

it.each<[string, ...Parameters<typeof noticeDue>, ReturnType<typeof noticeDue>]>([
  ['nothing, when there is no trouble and was none', undefined, undefined, 100, undefined],
  ['that it begins', undefined, trouble, 100, 'begins'],
  ['nothing on the next day', told(100), trouble, 99, undefined],
  ['that it is over', told(100), undefined, 99, 'over'],
  ['that it is another trouble', told(100, { name: 'CertificateNotInUse' }), trouble, 99, 'changes'],
  ['that its cause is another', told(100, { cause: 'something else' }), trouble, 99, 'changes'],
  [
    'nothing, when the same is listed in another order',
    told(100, { cause: 'ns2.example, ns1.example do not answer' }),
    trouble,
    99,
    undefined,
  ],
  [
    'nothing, when only the request was another',
    told(100, {
      cause: '2026-11-23T08:00:30.123Z 3f0c9a52-6d1e-4c83-9a5e-0b1f2c3d4e5f Task timed out after 30.00 seconds',
    }),
    {
      ...trouble,
      cause: '2026-11-24T08:00:31.456Z 77777777-6d1e-4c83-9a5e-0b1f2c3d4e5f Task timed out after 30.00 seconds',
    },
    99,
    undefined,
  ],
  [
    'nothing, when only the role that was refused is another',
    told(100, { cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-page/one is not authorized' }),
    {
      ...trouble,
      cause: 'User: arn:aws:sts::111122223333:assumed-role/assess-certificate/two is not authorized',
    },
    99,
    undefined,
  ],
  ['that 30 days are left', told(31), trouble, 30, 'draws-near'],
  ['that 30 days have passed by, when 29 are left', told(31), trouble, 29, 'draws-near'],
  ['nothing more at 29 days', told(30), trouble, 29, undefined],
  ['nothing about days, when none makes it worse', told(31), { ...trouble, once: true }, 3, undefined],
  ['nothing about days that are not known', told(undefined), trouble, undefined, undefined],
])('tells %s', (_what, before, now, daysLeft, notice) => {
  expect(noticeDue(before, now, daysLeft)).toBe(notice);
});

it('tells of a trouble that lasts to the end six times after its beginning, whatever the hour of the look', () => {
  const daysTold: number[] = [];
  let before: Told | undefined;
  for (let daysLeft = 45; daysLeft >= -20; daysLeft -= 1) {
    for (let looks = 0; looks < 3; looks += 1) {
      if (noticeDue(before, trouble, daysLeft) === undefined) continue;
      daysTold.push(daysLeft);
      before = { ...trouble, daysLeft };
    }
  }
  expect(daysTold).toEqual([45, 30, 14, 7, 3, 1, 0]);
});
