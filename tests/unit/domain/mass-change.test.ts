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
])(
  'for %i of %i certificates at %i %%, %i are allowed, blocked: %s',
  (wouldChange, managed, percent, allowed, isRefused) => {
    expect(massChange(wouldChange, managed, percent)).toEqual({ wouldChange, allowed, isRefused });
  },
);

const SWEEP = 'arn:aws:states:eu-west-1:1:execution:x-sweep:1';

it('reports how many certificates it would replace, the action and the link', () => {
  const guard = { ...massChange(9, 10, 10), daysLeft: 5 };
  const message = massChangeMessage(guard, 'Check first.', SWEEP);
  const { subject, body } = asEmail(message, '');
  expect(subject).toBe('Sweep blocked: it would replace 9 certificates at once');
  expect(body).toMatch(
    /9 certificates at once, but only 3 are allowed[^]*5 days left[^]*Check first\.[^]*https:\/\/eu-west-1\.console/,
  );
  expect(message).toMatchObject({ severity: 'warning', threadId: 'arn:aws:states:eu-west-1:1:execution:x-sweep' });
});

it('reports in the same thread that sweeps are no longer blocked', () => {
  const message = massChangeMessage(massChange(2, 10, 10), 'Check first.', SWEEP);
  expect(asEmail(message, '')).toMatchObject({
    subject: 'Sweeps are no longer blocked',
    body: expect.stringMatching(/^Resolved: [^]*is replacing up to 2 certificates/),
  });
  expect(message).toMatchObject({ severity: 'resolved', threadId: 'arn:aws:states:eu-west-1:1:execution:x-sweep' });
  expect(message.whatToDo).toBeUndefined();
});
