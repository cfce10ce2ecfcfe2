import { AccessDeniedError, DefaultCertificateError, ServedCertificateMismatchError } from '../../shared/errors';
import { anAttachedCertificate, retireDomain } from './lives';
import type { Faults } from './run-workflow';

let running: ReturnType<typeof retireDomain>;
afterEach(() => running.stop());

const DNS_NAME = 'web-1234567890.eu-west-1.elb.amazonaws.com';
const served = () => running.loadBalancers.served(DNS_NAME);
const types = () => running.eventBus.events.map(({ detailType }) => detailType);
const removal = { domainName: 'app.example.com' };

/** A certificate of the domain: of its own, or one that it shares with another name. */
function secured(domainNames: [string, ...string[]]) {
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  return anAttachedCertificate(running, { domainNames, as: 'sni' });
}
const ALONE: [string] = ['app.example.com'];
const SHARED: [string, string] = ['app.example.com', 'www.example.com'];

const nth = (call: number) => (calls: number) => (calls === call ? new TypeError('broken') : undefined);

it.each<[state: string, [string, ...string[]], Faults, isIssued?: boolean]>([
  ['CheckRemoval', ALONE, { CheckRemoval: nth(1) }],
  ['DeleteAliasRecords', ALONE, { DeleteAliasRecords: nth(1) }],
  ['AcquireLock', ALONE, { AcquireLock: nth(1) }],
  ['DetachCertificate', ALONE, { DetachCertificate: nth(1) }],
  ['DeleteCertificate', ALONE, { DeleteCertificate: nth(1) }],
  ['RecheckRemoval', ALONE, { CheckRemoval: nth(2) }],
  ['CheckRemaining', ALONE, { CheckRemoval: nth(3) }],
  ['DeleteValidationRecords', ALONE, { DeleteValidationRecords: nth(1) }],
  ['PublishRemovalOutcome', ALONE, { PublishRemovalOutcome: nth(1) }],
  ['RequestReplacement', SHARED, { RequestReplacement: nth(1) }],
  ['WriteValidationRecords', SHARED, { WriteValidationRecords: nth(1) }],
  ['WaitForIssued', SHARED, { WaitForIssued: nth(1) }],
  ['DiagnoseIssuance', SHARED, { DiagnoseIssuance: nth(1) }, false],
  ['AttachReplacement', SHARED, { AttachReplacement: nth(1) }],
  ['VerifyReplacement', SHARED, { VerifyReplacement: nth(1) }],
  ['DetachReplaced', SHARED, { DetachCertificate: nth(1) }],
  ['VerifyDetached', SHARED, { VerifyReplacement: nth(2) }],
])(
  '%s fails on a certificate of %j: it is reported, and the same event completes it',
  async (...[state, names, faults, isIssued = true]) => {
    running = retireDomain(faults);
    const arn = secured(names);
    if (isIssued) running.issueEverything();
    expect(await running.retire(removal)).toMatchObject({ status: 'FAILED', error: 'TypeError', cause: 'broken' });
    expect(running.entered.slice(-3)).toEqual(['NotifyFailure', 'PublishFailure', 'Failed']);
    expect(running.notifications.sent).toHaveLength(1);
    expect(running.notifications.sent[0]?.subject).toBe('The removal of app.example.com failed: TypeError');
    expect(running.notifications.sent[0]?.body).toMatch(new RegExp(`Step: +${state}\\n`));
    expect(types()).toEqual(['Domain Removal Failed']);
    // The certificate of the other name stays attached.
    if (names.length > 1) expect(served().length).toBeGreaterThan(1);

    if (!isIssued) running.issueEverything();
    expect(await running.retire(removal)).toMatchObject({ status: 'SUCCEEDED' });
    expect(types()).toEqual(['Domain Removal Failed', 'Domain Retired']);
    expect(served().map(({ certificateArn }) => certificateArn)).not.toContain(arn);
    expect(served()).toHaveLength(names.length);
  },
);

it('retries until IAM sees the tag that allows the deletion', async () => {
  const denied = (calls: number) => (calls <= 2 ? new AccessDeniedError('acm:DeleteCertificate') : undefined);
  running = retireDomain({ DeleteCertificate: denied });
  secured(ALONE);
  expect(await running.retire(removal)).toMatchObject({ status: 'SUCCEEDED' });
  expect(types()).toEqual(['Domain Retired']);
});

it.each([
  ['DetachCertificate', ALONE],
  ['DetachReplaced', SHARED],
] as const)('%s is tried again while ELB still has the exchanged default', async (state, names) => {
  const still = (calls: number) => (calls <= 2 ? new DefaultCertificateError('still the default') : undefined);
  running = retireDomain({ DetachCertificate: still });
  secured([...names]);
  running.issueEverything();
  expect(await running.retire(removal)).toMatchObject({ status: 'SUCCEEDED' });
  expect(running.entered).toContain(state);
});

it('restores the certificate when another one is served, and notifies of a failed restoration', async () => {
  running = retireDomain({
    VerifyReplacement: (calls) => (calls > 1 ? new ServedCertificateMismatchError('another is served') : undefined),
    AttachReplacement: (calls) => (calls > 1 ? new TypeError('broken') : undefined),
  });
  secured(SHARED);
  running.issueEverything();
  expect(await running.retire(removal)).toMatchObject({ status: 'FAILED', error: 'ServedCertificateMismatchError' });
  expect(running.entered).toContain('RestoreReplaced');
  expect(running.notifications.sent[0]?.body).toMatch(/RestoreReplaced also failed.*\nStep: +VerifyDetached\n/);
});

it.each<[state: string, Faults, end: string[], error: string, sent: number, published: string[]]>([
  [
    'NotifyFailure',
    { CheckRemoval: nth(1), NotifyFailure: nth(1) },
    ['NotifyFailure', 'PublishUnnotifiedFailure', 'FailedWithoutNotification'],
    'NotificationFailed',
    0,
    ['Domain Removal Failed'],
  ],
  [
    'PublishFailure',
    { CheckRemoval: nth(1), PublishRemovalOutcome: nth(1) },
    ['NotifyFailure', 'PublishFailure', 'FailedWithoutEvent'],
    'TypeError',
    1,
    [],
  ],
  [
    'PublishUnnotifiedFailure',
    { CheckRemoval: nth(1), NotifyFailure: nth(1), PublishRemovalOutcome: nth(1) },
    ['NotifyFailure', 'PublishUnnotifiedFailure', 'FailedWithoutNotification'],
    'NotificationFailed',
    0,
    [],
  ],
])('%s fails too: the other is tried, and all errors are in the cause', async (...[state, faults, ...expected]) => {
  const [end, error, sent, published] = expected;
  running = retireDomain(faults);
  secured(ALONE);
  const ended = await running.retire(removal);
  expect(ended).toMatchObject({ status: 'FAILED', error });
  expect(JSON.parse(ended.cause ?? '')).toMatchObject({ CheckRemoval: { Error: 'TypeError' }, [state]: {} });
  expect(running.entered.slice(-3)).toEqual(end);
  expect(running.notifications.sent).toHaveLength(sent);
  expect(types()).toEqual(published);
});

it('the event names the domain of a certificate that was to be removed by its ARN, though nobody was notified', async () => {
  running = retireDomain({ DetachCertificate: nth(1), NotifyFailure: nth(1) });
  await running.retire({ certificateArn: secured(ALONE) });
  expect(running.eventBus.events).toMatchObject([
    { detail: { domainName: 'app.example.com', step: 'DetachCertificate', error: 'TypeError' } },
  ]);
});
