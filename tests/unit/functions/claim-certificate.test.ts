import { claimCertificate } from '../../../functions/claim-certificate';
import { CertificateInHandError } from '../../../shared/errors';
import { fakeAccount } from '../../fakes/fake-account';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const MINUTE = 60_000;

function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const step = claimCertificate(account);
  const claim = (executionArn: string) => step({ certificateArn: CERTIFICATE, executionArn });
  return { ...account, claim, pass: (milliseconds: number) => (instant += milliseconds) };
}

it('one execution after the other has a certificate, and the same one as often as it asks', async () => {
  const { claim, executions, keptCertificates } = setUp();
  await claim('first');
  await claim('first');
  executions.ended.add('first');
  await claim('second');
  expect((await keptCertificates.get(CERTIFICATE)).heldBy).toBe('second');
});

it('who has it while it runs keeps it, however long', async () => {
  const { claim, executions, pass } = setUp();
  executions.running.add('first');
  await claim('first');
  pass(72 * 60 * MINUTE);
  await expect(claim('second')).rejects.toThrow(new CertificateInHandError(`${CERTIFICATE} is in the hands of first`));
});

it('who has just begun keeps it, though Step Functions does not know of it yet', async () => {
  const { claim, keptCertificates } = setUp();
  await claim('first');
  await expect(claim('second')).rejects.toThrow(CertificateInHandError);
  expect((await keptCertificates.get(CERTIFICATE)).heldBy).toBe('first');
});

it('who is not known any more has let go of it', async () => {
  const { claim, keptCertificates, pass } = setUp();
  await claim('first');
  pass(5 * MINUTE);
  await claim('second');
  expect((await keptCertificates.get(CERTIFICATE)).heldBy).toBe('second');
});

it('of two that take it at the same moment, one has it', async () => {
  const { claim, keptCertificates } = setUp();
  const results = await Promise.allSettled([claim('first'), claim('second')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect((await keptCertificates.get(CERTIFICATE)).heldBy).toBe('first');
});
