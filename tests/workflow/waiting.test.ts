import { PriorRequestNotCompleteError, ThrottledError } from '../../shared/errors';
import { secureDomain, type Faults } from './secure-domain';

let rig: ReturnType<typeof secureDomain>;
const begin = (...parts: Parameters<typeof secureDomain>) => (rig = secureDomain(...parts));
afterEach(() => rig.stop());

it('waits for hours, and continues when the certificate is issued', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(5 * 60);
  expect(rig.outcome(execution).status).toBe('RUNNING');
  await rig.issue();
  await rig.minutes(1);
  expect(rig.outcome(execution).status).toBe('SUCCEEDED');
});

it('writes nothing until ACM has returned every validation record', async () => {
  begin();
  rig.certificates.giveRecordsAfter(45_000);
  const execution = rig.start();
  await rig.minutes(0.5);
  expect(rig.hostedZones.records('Z1')).toEqual([]);
  await rig.minutes(4);
  expect(rig.hostedZones.records('Z1')).toHaveLength(1);
  await rig.issue();
  await rig.minutes(1);
  expect(rig.outcome(execution).status).toBe('SUCCEEDED');
});

it('restores a deleted validation record at the next check', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(2);
  rig.hostedZones.take('Z1', '_x1.app.example.com', 'CNAME');
  await rig.minutes(10);
  expect(rig.hostedZones.records('Z1')).toEqual([expect.stringContaining('_x1.app.example.com CNAME')]);
  await rig.issue();
  await rig.minutes(1);
  expect(rig.outcome(execution).status).toBe('SUCCEEDED');
});

it('reports a record that conflicts with a validation record at the next check', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(2);
  rig.hostedZones.put('Z1', '_x1.app.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
  await rig.minutes(10);
  expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
});

it('loses at most one interval when the issuance event is lost', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(10);
  await rig.issue({ lost: true });
  // The fourth wait, of eight minutes, began after seven.
  await rig.minutes(4);
  expect(rig.outcome(execution).status).toBe('RUNNING');
  await rig.minutes(2);
  expect(rig.outcome(execution).status).toBe('SUCCEEDED');
});

it('fails at once when issuance has failed for good', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(0.5);
  rig.certificates.fail(rig.certificates.all()[0]?.certificateArn ?? '', 'FAILED', 'CAA_ERROR');
  await rig.minutes(1);
  expect(rig.outcome(execution)).toMatchObject({
    status: 'FAILED',
    error: 'IssuanceFailedError',
    cause: expect.stringContaining('FAILED: CAA_ERROR'),
  });
});

it('fails when the certificate is deleted during the wait', async () => {
  begin();
  const execution = rig.start();
  await rig.minutes(0.5);
  rig.certificates.remove(rig.certificates.all()[0]?.certificateArn ?? '');
  await rig.minutes(2);
  expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'IssuanceFailedError' });
});

describe('a name that never validates', () => {
  it('fails after 72 hours with the missing validations, far below the history limit', async () => {
    begin();
    const execution = rig.start();
    await rig.minutes(1);
    rig.publicDns.delegate('example.com', 'ns.registrar.example');
    rig.publicDns.cname = async () => [];
    await rig.minutes(71.5 * 60);
    expect(rig.outcome(execution).status).toBe('RUNNING');
    await rig.minutes(60);
    expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'IssuanceTimedOutError' });
    expect(rig.historyEvents(execution)).toBeLessThan(5_000);
    expect(rig.notifications.sent).toHaveLength(1);
    const [{ body } = { body: '' }] = rig.notifications.sent;
    expect(body).toContain('not issued within 72 hours');
    for (const name of ['app.example.com: ', '*.app.example.com: ']) {
      expect(body).toContain(`${name}public DNS has no _x1.app.example.com CNAME`);
    }
    expect(body).toContain('; example.com is delegated to ns.registrar.example');
  });

  it('is notified the same way when the validation times out in ACM', async () => {
    begin();
    const execution = rig.start();
    await rig.minutes(2);
    rig.certificates.fail(rig.certificates.all()[0]?.certificateArn ?? '', 'VALIDATION_TIMED_OUT');
    await rig.minutes(30);
    expect(rig.outcome(execution)).toMatchObject({
      error: 'IssuanceTimedOutError',
      cause: expect.stringContaining('_x1.app.example.com CNAME'),
    });
  });
});

describe('a transient condition is retried', () => {
  const first = (count: number, error: Error) => (calls: number) => (calls <= count ? error : undefined);

  it.each<[string, Faults]>([
    [
      'throttling of any step',
      {
        CheckDomain: first(4, new ThrottledError('slow down')),
        RequestCertificate: first(4, new ThrottledError('slow down')),
        WriteValidationRecords: first(4, new ThrottledError('slow down')),
        WaitForIssued: first(4, new ThrottledError('slow down')),
        AttachCertificate: first(4, new ThrottledError('slow down')),
        WriteAliasRecords: first(4, new ThrottledError('slow down')),
        VerifyHttps: first(4, new ThrottledError('slow down')),
        PublishOutcome: first(4, new ThrottledError('slow down')),
      },
    ],
    [
      'Route 53 that is at work on an earlier change',
      {
        WriteValidationRecords: first(15, new PriorRequestNotCompleteError('busy')),
        WriteAliasRecords: first(15, new PriorRequestNotCompleteError('busy')),
      },
    ],
  ])('%s', async (_case, faults) => {
    begin(faults);
    const execution = rig.start();
    await rig.minutes(10);
    await rig.issue();
    await rig.minutes(10);
    expect(rig.outcome(execution).status).toBe('SUCCEEDED');
    expect(rig.notifications.sent).toEqual([]);
  });

  it('a zone with a pending change for a minute', async () => {
    begin();
    rig.hostedZones.beBusyUntil(new Date(rig.clock.now() + 60_000));
    const execution = rig.start();
    await rig.minutes(5);
    await rig.issue();
    await rig.minutes(1);
    expect(rig.outcome(execution).status).toBe('SUCCEEDED');
  });

  it('a certificate that ELB does not find for a minute after issuance', async () => {
    begin({}, { unknownToElbMilliseconds: 60_000 });
    const execution = rig.start();
    await rig.minutes(2);
    await rig.issue();
    await rig.minutes(5);
    expect(rig.outcome(execution).status).toBe('SUCCEEDED');
    expect(rig.calls('AttachCertificate')).toBeGreaterThan(1);
  });
});
