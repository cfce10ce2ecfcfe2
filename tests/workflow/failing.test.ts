import { DnsLookupError, EventNotPublishedError, TargetNotUsableError, ThrottledError } from '../../shared/errors';
import { anEvent } from '../builders/request';
import { DNS_NAME } from '../builders/document';
import { secureDomain, type Faults } from './secure-domain';

let rig: ReturnType<typeof secureDomain>;
afterEach(() => rig.stop());

/** Runs a request with the given faults until it ends. */
async function run(
  faults: Faults,
  changes: object = {},
  event?: object,
  arrange: (account: ReturnType<typeof secureDomain>) => void = () => undefined,
) {
  rig = secureDomain(faults);
  arrange(rig);
  const execution = rig.start(changes, event);
  await rig.minutes(2);
  if (rig.certificates.all().length > 0 && rig.hostedZones.records('Z1').length > 0) await rig.issue();
  await rig.minutes(60);
  return { ...rig.outcome(execution), executionArn: execution };
}

/** An error of Lambda for a function that crashed. */
const ended = (name: string) => Object.assign(new Error('the function ended'), { name });

const published = () => rig.eventBus.events.map(({ detailType }) => detailType);

describe('a failure of', () => {
  it.each([
    'CheckDomain',
    'RequestCertificate',
    'WriteValidationRecords',
    'WaitForIssued',
    'DiagnoseIssuance',
    'AttachCertificate',
    'WriteAliasRecords',
    'VerifyHttps',
    'RedirectHttp',
  ])('%s is notified once, published once, and fails the execution', async (state) => {
    const error = new TargetNotUsableError('broken on purpose');
    const { status, error: shown, cause, executionArn } = await run({ [state]: () => error }, { redirectHttp: true });
    expect({ status, shown, cause }).toEqual({
      status: 'FAILED',
      shown: 'TargetNotUsableError',
      cause: 'broken on purpose',
    });
    expect(rig.calls(state)).toBe(1);
    expect(rig.notifications.sent).toEqual([
      {
        subject: 'HTTPS for app.example.com failed: TargetNotUsableError',
        body: expect.stringMatching(new RegExp(`broken on purpose\\nStep: +${state}\\n[^]*${executionArn}`)),
      },
    ]);
    expect(rig.eventBus.events).toMatchObject([
      {
        detailType: 'Domain Provisioning Failed',
        detail: { step: state, error: 'TargetNotUsableError', cause: 'broken on purpose', executionArn },
      },
    ]);
  });

  it.each(['VerifyHttps', 'ReplaceRecords'])(
    '%s leaves a live domain where it is: nothing was replaced',
    async (state) => {
      const old = { type: 'A', values: ['192.0.2.1'] };
      const error = new TargetNotUsableError('broken on purpose');
      const arrange = ({ hostedZones }: typeof rig) => hostedZones.put('Z1', 'app.example.com', old);
      expect(await run({ [state]: () => error }, { alias: 'replace' }, undefined, arrange)).toMatchObject({
        status: 'FAILED',
        cause: 'broken on purpose',
      });
      expect(rig.calls(state)).toBe(1);
      expect(rig.hostedZones.records('Z1')).toContain('app.example.com A 192.0.2.1');
      expect(rig.eventBus.events[0]?.detail).not.toHaveProperty('replacedRecords');
    },
  );

  it('RedirectHttp says which record an alias has replaced already', async () => {
    const old = { type: 'A', values: ['192.0.2.1'] };
    await run(
      { RedirectHttp: () => new TargetNotUsableError('broken on purpose') },
      { alias: 'replace', redirectHttp: true },
      undefined,
      ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', old),
    );
    expect(rig.notifications.sent[0]?.body).toMatch(
      /- app\.example\.com: the alias replaced A 192\.0\.2\.1 \(TTL 300\)/,
    );
    expect(rig.eventBus.events).toMatchObject([
      { detailType: 'Domain Provisioning Failed', detail: { replacedRecords: [{ type: 'A', values: ['192.0.2.1'] }] } },
    ]);
  });

  it("WriteValidationRecords, by a CNAME that is not ACM's, deletes the new certificate again", async () => {
    rig = secureDomain();
    rig.hostedZones.put('Z1', '_x1.app.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
    const execution = rig.start();
    await rig.minutes(60);
    expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
    expect(rig.certificates.all()).toEqual([]);
    expect(rig.hostedZones.records('Z1')).toEqual(['_x1.app.example.com CNAME elsewhere.example.net']);
    expect(rig.notifications.sent).toHaveLength(1);
    expect(rig.notifications.sent[0]?.body).not.toContain('Already created');
    expect(rig.eventBus.events).toMatchObject([
      { detail: { step: 'WriteValidationRecords', error: 'RecordConflictError' } },
    ]);
  });

  it('the same conflict, found before an alias takes the place of a wildcard, writes nothing either', async () => {
    rig = secureDomain();
    rig.hostedZones.put('Z1', '*.example.com', { type: 'A', aliasTarget: DNS_NAME, values: [] });
    rig.hostedZones.put('Z1', '_x1.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
    const execution = rig.start({ alternativeNames: ['example.com'] });
    await rig.minutes(60);
    expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
    expect(rig.certificates.all()).toEqual([]);
    expect(rig.hostedZones.records('Z1')).toHaveLength(2);
  });

  it('the same conflict keeps a certificate that was requested before', async () => {
    rig = secureDomain();
    const first = rig.start();
    await rig.minutes(60);
    expect(rig.outcome(first).status).toBe('RUNNING');
    rig.hostedZones.take('Z1', '_x1.app.example.com', 'CNAME');
    rig.hostedZones.put('Z1', '_x1.app.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
    await rig.minutes(24 * 60);
    expect(rig.outcome(first)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
    expect(rig.certificates.all()).toHaveLength(1);
    const second = rig.start();
    await rig.minutes(60);
    expect(rig.outcome(second)).toMatchObject({ status: 'FAILED', error: 'RecordConflictError' });
    expect(rig.eventBus.events.at(-1)).toMatchObject({ detail: { step: 'CheckDomain' } });
  });

  it('PublishOutcome is notified too when the bus rejects the event', async () => {
    const { error } = await run({
      PublishOutcome: (calls) => (calls <= 121 ? new EventNotPublishedError('refused') : undefined),
    });
    expect(error).toBe('EventNotPublishedError');
    expect(rig.notifications.sent).toHaveLength(1);
    expect(published()).toEqual(['Domain Provisioning Failed']);
  });
});

describe('of the notification and the event, each is tried even if the other fails:', () => {
  const broken = () => new TargetNotUsableError('broken');
  const noTopic = () => new Error('no topic');
  const noBus = () => new Error('no bus');

  it('the event is published when the notification fails', async () => {
    const { executionArn, ...ended } = await run({ VerifyHttps: broken, NotifyFailure: noTopic });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
    expect(JSON.parse(ended.cause ?? '')).toMatchObject({
      VerifyHttps: { Error: 'TargetNotUsableError', Cause: expect.stringContaining('broken') },
      NotifyFailure: { Error: 'Error', Cause: expect.stringContaining('no topic') },
    });
    expect(rig.notifications.sent).toEqual([]);
    expect(rig.eventBus.events).toMatchObject([
      {
        detailType: 'Domain Provisioning Failed',
        detail: {
          domainName: 'app.example.com',
          step: 'VerifyHttps',
          error: 'TargetNotUsableError',
          cause: 'broken NotifyFailure also failed: Error: no topic',
          certificateArn: rig.certificates.all()[0]?.certificateArn,
          executionArn,
        },
      },
    ]);
  });

  it('the notification is sent when the event cannot be published', async () => {
    const { status, error, cause } = await run({ CheckDomain: broken, PublishOutcome: noBus });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'TargetNotUsableError' });
    expect(JSON.parse(cause ?? '')).toMatchObject({
      CheckDomain: { Cause: expect.stringContaining('broken') },
      PublishFailure: { Cause: expect.stringContaining('no bus') },
    });
    expect(rig.notifications.sent).toHaveLength(1);
  });

  it('the execution shows all three errors when both fail', async () => {
    const { status, error, cause } = await run({ CheckDomain: broken, NotifyFailure: noTopic, PublishOutcome: noBus });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'NotificationFailed' });
    expect(Object.keys(JSON.parse(cause ?? '') as object)).toEqual([
      'CheckDomain',
      'NotifyFailure',
      'PublishUnnotifiedFailure',
    ]);
  });

  it('a notification that SNS throttles for too long does not keep the event back', async () => {
    await run({ CheckDomain: broken, NotifyFailure: () => new ThrottledError('slow down') });
    expect(rig.calls('NotifyFailure')).toBe(121);
    expect(published()).toEqual(['Domain Provisioning Failed']);
  });
});

it('lists in the message what was created', async () => {
  await run({ VerifyHttps: () => new TargetNotUsableError('broken on purpose') });
  const body = rig.notifications.sent[0]?.body ?? '';
  expect(body).toMatch(/- certificate arn:aws:acm:\S+certificate\/1 \(requested\)/);
  expect(body).toMatch(/- _x1\.app\.example\.com CNAME _y2\.\S+ in zone Z1/);
  expect(body).toMatch(/- the certificate on listener \S+\/443 \(default\)/);
  expect(body).toMatch(/- app\.example\.com A alias/);
});

describe('a token that is answered by hand as failed', () => {
  it.each<[string, { error?: string; cause?: string }, string, string]>([
    ['with neither error nor cause', {}, 'unknown', 'AWS returned no cause'],
    ['with an empty error', { error: '', cause: '' }, 'unknown', 'AWS returned no cause'],
    ['with a cause alone', { cause: 'not today' }, 'unknown', 'not today'],
    ['with both', { error: 'Refused', cause: 'not today' }, 'Refused', 'not today'],
  ])('%s is notified and published', async (_case, answer, error, cause) => {
    rig = secureDomain();
    const execution = rig.start();
    await rig.minutes(2);
    rig.failTask(answer);
    await rig.minutes(1);
    expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error, cause });
    expect(rig.notifications.sent).toMatchObject([{ subject: `HTTPS for app.example.com failed: ${error}` }]);
    expect(rig.notifications.sent[0]?.body).toContain(cause);
    expect(rig.eventBus.events).toMatchObject([{ detail: { step: 'WaitForIssued', error, cause } }]);
  });
});

it('an event so large that a step cannot add its result is notified and published as any other failure', async () => {
  const alternativeNames = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${'a'.repeat(63)}.a${n}.app.example.com`);
  const event = { ...anEvent({ alternativeNames }), resources: ['x'.repeat(252 * 1024)] };
  expect(await run({}, {}, event)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(rig.notifications.sent).toMatchObject([
    {
      subject: 'HTTPS for app.example.com failed: States.DataLimitExceeded',
      body: expect.stringMatching(/What to do: .*256 KiB[^]*Nothing was created/),
    },
  ]);
  expect(published()).toEqual(['Domain Provisioning Failed']);
});

describe('a step is retried', () => {
  it.each<[string, string, Error, number]>([
    ['for half an hour when AWS throttles', 'RequestCertificate', new ThrottledError('slow down'), 121],
    ['a few times when a look-up fails', 'CheckDomain', new DnsLookupError('SERVFAIL'), 6],
    ['for minutes when its function is killed', 'RequestCertificate', ended('Runtime.ExitError'), 7],
    ['for minutes when its function runs out of time', 'VerifyHttps', ended('Sandbox.Timedout'), 7],
    ['never when nothing says that it would help', 'RequestCertificate', new Error('broken'), 1],
  ])('%s', async (_case, state, error, calls) => {
    expect((await run({ [state]: () => error })).status).toBe('FAILED');
    expect(rig.calls(state)).toBe(calls);
  });
});

describe('invalid input is rejected once, notified, and creates nothing', () => {
  it.each<[string, object, string]>([
    ['a missing domainName', { domainName: undefined }, 'InvalidRequestError'],
    ['a name that is none', { domainName: 'no domain' }, 'InvalidRequestError'],
    ['an unknown field', { domian: 'x' }, 'InvalidRequestError'],
    ['an unknown load balancer', { target: { loadBalancer: 'nobody' } }, 'TargetNotFoundError'],
    ['a zone of somebody else', { domainName: 'example.net', alternativeNames: [] }, 'ZoneNotFoundError'],
  ])('%s', async (_case, changes, error) => {
    expect(await run({}, changes)).toMatchObject({ status: 'FAILED', error });
    expect(rig.calls('CheckDomain')).toBe(1);
    expect(rig.journal.changes).toEqual([
      expect.stringMatching(/^notifications\.send /),
      'eventBus.publish Domain Provisioning Failed',
    ]);
  });

  it('an input that is not an event', async () => {
    expect(await run({}, {}, { hello: 'world' })).toMatchObject({ status: 'FAILED', error: 'InvalidRequestError' });
    expect(rig.notifications.sent).toMatchObject([{ subject: 'HTTPS for a request failed: InvalidRequestError' }]);
  });
});
