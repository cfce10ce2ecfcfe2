import { massChange, massChangeMessage } from '../../../shared/domain/inventory/mass-change';
import { asEmail } from '../../../shared/domain/notification/email';

it.each([
  [0, 0, 10, 3, false],
  [3, 3, 10, 3, false],
  [4, 4, 10, 3, true],
  [4, 39, 10, 3, true],
  [4, 40, 10, 4, false],
  [5, 40, 10, 4, true],
  [100, 1_000, 10, 100, false],
  [101, 1_000, 10, 100, true],
  [4, 2_500, 0, 3, true],
  [2_500, 2_500, 100, 2_500, false],
])('lets a sweep replace %i of %i at %i %%: %i allowed, refused %s', (would, managed, percent, allowed, isRefused) => {
  expect(massChange(would, managed, percent)).toEqual({ wouldChange: would, allowed, isRefused });
});

const SWEEP = 'arn:aws:states:eu-west-1:1:execution:x-sweep:1';

it('says how many it would be, what to do and where to look', () => {
  const guard = { ...massChange(9, 10, 10), daysLeft: 5 };
  const message = massChangeMessage(guard, 'Look first.', SWEEP);
  const { subject, body } = asEmail(message, '');
  expect(subject).toBe('Sweep held back: it would replace 9 certificates at once');
  expect(body).toMatch(
    /9 certificates at once; 3 are allowed[^]*5 days left[^]*Look first\.[^]*https:\/\/eu-west-1\.console/,
  );
  expect(message).toMatchObject({ severity: 'warning', threadId: 'arn:aws:states:eu-west-1:1:execution:x-sweep' });
});

it('says in the same thread when it is over', () => {
  const message = massChangeMessage(massChange(2, 10, 10), 'Look first.', SWEEP);
  expect(asEmail(message, '')).toMatchObject({
    subject: 'Sweeps are no longer held back',
    body: expect.stringMatching(/^Resolved: [^]*would replace 2 certificates, and continues/),
  });
  expect(message).toMatchObject({ severity: 'resolved', threadId: 'arn:aws:states:eu-west-1:1:execution:x-sweep' });
  expect(message.whatToDo).toBeUndefined();
});
