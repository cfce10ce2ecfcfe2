import { acquireLock } from '../../../functions/reconcile/acquire-lock';
import { CertificateLockedError } from '../../../shared/errors';
import { fakeAccount } from '../../fakes/fake-account';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const MINUTE = 60_000;

function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const step = acquireLock(account);
  const lock = (executionArn: string) => step({ certificateArn: CERTIFICATE, executionArn });
  return { ...account, lock, pass: (milliseconds: number) => (instant += milliseconds) };
}

it('executions lock a certificate one after the other, and the holder may lock it again', async () => {
  const { lock, executions, certificateStates } = setUp();
  await lock('first');
  await lock('first');
  executions.ended.add('first');
  await lock('second');
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('second');
});

it('a running execution holds the lock, however long it runs', async () => {
  const { lock, executions, pass } = setUp();
  executions.running.add('first');
  await lock('first');
  pass(72 * 60 * MINUTE);
  await expect(lock('second')).rejects.toThrow(new CertificateLockedError(`${CERTIFICATE} is locked by first`));
});

it('an execution that has just started holds the lock before Step Functions lists it', async () => {
  const { lock, certificateStates } = setUp();
  await lock('first');
  await expect(lock('second')).rejects.toThrow(CertificateLockedError);
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('first');
});

it('an execution that Step Functions no longer lists holds no lock', async () => {
  const { lock, certificateStates, pass } = setUp();
  await lock('first');
  pass(5 * MINUTE);
  await lock('second');
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('second');
});

it('one of two concurrent executions acquires the lock', async () => {
  const { lock, certificateStates } = setUp();
  const results = await Promise.allSettled([lock('first'), lock('second')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect((await certificateStates.get(CERTIFICATE)).lockedBy).toBe('first');
});
