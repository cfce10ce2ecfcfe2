import { DefaultCertificateError, TargetNotFoundError } from '../../shared/errors';
import { anAttachedCertificate, reconcileCertificate } from './lives';
import type { Faults } from './run-workflow';

let running: ReturnType<typeof reconcileCertificate>;
afterEach(() => running.stop());

const DNS_NAME = 'web-1234567890.eu-west-1.elb.amazonaws.com';
const subjects = () => running.notifications.sent.map(({ subject }) => subject);

/** Arranges a certificate that reaches the state that fails. */
const scenes = {
  healthy: async () => {
    const arn = anAttachedCertificate(running);
    await running.days(1);
    return arn;
  },
  renewed: async () => {
    const arn = await scenes.healthy();
    running.certificates.renew(arn);
    return arn;
  },
  'without its record': async () => {
    const arn = await scenes.healthy();
    running.hostedZones.take('Z1', '_x1.app.example.com', 'CNAME');
    return arn;
  },
  'attached nowhere': async () => {
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'nowhere' });
    await running.days(1);
    return arn;
  },
  retired: async () => {
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const retired = new Date(running.clock.now()).toISOString();
    const arn = anAttachedCertificate(running, { as: 'nowhere', tags: { 'acm-autopilot:retired': retired } });
    await running.days(8);
    return arn;
  },
  'about to end': async () => {
    const arn = await scenes.healthy();
    const inDays = (days: number) => new Date(running.clock.now() + days * 86_400_000).toISOString();
    running.certificates.set(arn, { notBefore: inDays(-188), notAfter: inDays(10) });
    return arn;
  },
};

const nth = (call: number) => (calls: number) => (calls === call ? new TypeError('broken') : undefined);
const from = (call: number) => (calls: number) => (calls >= call ? new TypeError('broken') : undefined);

it.each<[state: string, keyof typeof scenes, Error]>([
  ['DetachCertificate', 'about to end', new DefaultCertificateError('still the default')],
  ['AttachCertificate', 'attached nowhere', new TargetNotFoundError('no such listener yet')],
])('%s is retried while ELB has not seen the last change', async (state, scene, error) => {
  running = reconcileCertificate({ [state]: (calls) => (calls <= 2 ? error : undefined) });
  const arn = await scenes[scene]();
  running.issueEverything();
  expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(running.calls(state)).toBe(3);
});

it.each<[state: string, keyof typeof scenes, Faults, isIssued?: boolean]>([
  ['AcquireLock', 'healthy', { AcquireLock: nth(1) }],
  ['AssessCertificate', 'healthy', { AssessCertificate: nth(1) }],
  ['PublishRenewed', 'renewed', { PublishRenewed: nth(1) }],
  ['RepairValidation', 'without its record', { WriteValidationRecords: nth(1) }],
  ['AttachCertificate', 'attached nowhere', { AttachCertificate: nth(1) }],
  ['DeleteCertificate', 'retired', { DeleteCertificate: nth(1) }],
  ['RequestReplacement', 'about to end', { RequestReplacement: nth(1) }],
  ['WriteValidationRecords', 'about to end', { WriteValidationRecords: nth(1) }],
  ['WaitForIssued', 'about to end', { WaitForIssued: nth(1) }],
  ['DiagnoseIssuance', 'about to end', { DiagnoseIssuance: nth(1) }, false],
  ['AttachReplacement', 'about to end', { AttachReplacement: nth(1) }],
  ['VerifyReplacement', 'about to end', { VerifyReplacement: nth(1) }],
  ['DetachReplaced', 'about to end', { DetachCertificate: nth(1) }],
  ['VerifyDetached', 'about to end', { VerifyReplacement: nth(2) }],
  ['PublishReplaced', 'about to end', { PublishReplaced: nth(1) }],
])(
  '%s fails on a certificate %s: it is reported, and the next reconciliation completes it',
  async (...[state, scene, faults, isIssued = true]) => {
    running = reconcileCertificate(faults);
    const arn = await scenes[scene]();
    if (isIssued) running.issueEverything();
    expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'TypeError', cause: 'broken' });
    expect(running.entered).toContain(state);
    expect(running.entered.slice(-2)).toEqual(['NotifyStepFailure', 'Failed']);
    expect(running.notifications.sent.at(-1)?.body).toMatch(new RegExp(`Step: +${state}\\n`));
    expect(validAndServed()).not.toEqual([]);

    if (!isIssued) running.issueEverything();
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(subjects().at(-1)).toMatch(/has recovered|TypeError/);
    expect(validAndServed()).not.toEqual([]);
  },
);

it.each<[state: string, keyof typeof scenes, Faults]>([
  ['NotifyHealthIssue', 'healthy', { NotifyHealthIssue: nth(1) }],
  ['NotifyReplaced', 'about to end', { NotifyHealthIssue: nth(2) }],
  ['NotifyStepFailure', 'healthy', { AssessCertificate: nth(1), NotifyHealthIssue: nth(1) }],
])('%s fails: the rule for failed notifications handles it', async (state, scene, faults) => {
  running = reconcileCertificate(faults);
  const arn = await scenes[scene]();
  running.issueEverything();
  expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  expect(running.entered.slice(-2)).toEqual([state, 'FailedWithoutNotification']);
  expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
});

it.each([
  ['for once', nth(1)],
  ['from first to last', from(1)],
])('notification of %s fails: the certificate is replaced anyway, and the execution fails', async (_how, fault) => {
  running = reconcileCertificate({ NotifyHealthIssue: fault });
  const arn = await scenes['about to end']();
  running.issueEverything();
  expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  expect(running.entered).toContain('PublishReplaced');
  expect(validAndServed()).not.toEqual([]);
  expect(validAndServed()).not.toContainEqual(expect.objectContaining({ certificateArn: arn }));
});

it('a failed restoration is notified with the failure before it', async () => {
  running = reconcileCertificate({ VerifyReplacement: from(2), AttachReplacement: from(2) });
  const arn = await scenes['about to end']();
  running.issueEverything();
  expect(await running.reconcile(arn)).toMatchObject({
    status: 'FAILED',
    cause: 'broken RestoreReplaced also failed: TypeError: broken',
  });
  expect(running.entered.slice(-3)).toEqual(['RestoreReplaced', 'NotifyStepFailure', 'Failed']);
  expect(validAndServed()).not.toEqual([]);
});

const validAndServed = () =>
  running.loadBalancers.served(DNS_NAME).filter(({ certificateArn }) => {
    const certificate = running.certificates.all().find((each) => each.certificateArn === certificateArn);
    return certificate?.status === 'ISSUED' && Date.parse(certificate.notAfter ?? '') > running.clock.now();
  });
