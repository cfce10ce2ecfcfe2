import { acquireLock } from '../../../functions/reconcile/acquire-lock';
import { CertificateLockedError } from '../../../shared/errors';
import { fakeAccount } from '../../fakes/fake-account';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const MINUTE = 60_000;

function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const step = acquireLock(account);
  const claim = (executionArn: string) => step({ certificateArn: CERTIFICATE, executionArn });
  return { ...account, claim, pass: (milliseconds: number) => (instant += milliseconds) };
}

it('one execution after the other has a certificate, and the same one as often as it asks', async () => {
  const { claim, executions, certificateStates } = setUp();
  await claim('first');
  await claim('first');
  executions.ended.add('first');
  await claim('second');
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('second');
});

it('who has it while it runs keeps it, however long', async () => {
  const { claim, executions, pass } = setUp();
  executions.running.add('first');
  await claim('first');
  pass(72 * 60 * MINUTE);
  await expect(claim('second')).rejects.toThrow(new CertificateLockedError(`${CERTIFICATE} is in the hands of first`));
});

it('who has just begun keeps it, though Step Functions does not know of it yet', async () => {
  const { claim, certificateStates } = setUp();
  await claim('first');
  await expect(claim('second')).rejects.toThrow(CertificateLockedError);
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('first');
});

it('who is not known any more has let go of it', async () => {
  const { claim, certificateStates, pass } = setUp();
  await claim('first');
  pass(5 * MINUTE);
  await claim('second');
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('second');
});

it('of two that take it at the same moment, one has it', async () => {
  const { claim, certificateStates } = setUp();
  const results = await Promise.allSettled([claim('first'), claim('second')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('first');
});
