import {
  CertificateQuotaExceededError,
  HttpsUnreachableError,
  ServedCertificateMismatchError,
} from '../../shared/errors';
import { LOAD_BALANCER } from '../builders/document';
import { aPolicy } from '../builders/request';
import type { Faults } from './run-workflow';
import { anAttachedCertificate, reconcileCertificate, LISTENER } from './lives';

let running: ReturnType<typeof reconcileCertificate>;
const start = (faults: Faults = {}, choices: Parameters<typeof reconcileCertificate>[1] = {}) => {
  running = reconcileCertificate(faults, choices);
  running.issueEverything();
  return running;
};
afterEach(() => running.stop());

const RECORD = '_x1.app.example.com';
const types = () => running.eventBus.events.map(({ detailType }) => detailType);
const subjects = () => running.notifications.sent.map(({ subject }) => subject);
const changes = () =>
  running.journal.changes.filter((change) => !/^(issuanceWaits|certificateStates|createdRecords)/.test(change));
const served = () => running.loadBalancers.served('web-1234567890.eu-west-1.elb.amazonaws.com');

describe('a healthy certificate', () => {
  it('is not changed, and no notification is sent', async () => {
    const { reconcile } = start();
    const arn = anAttachedCertificate(running);
    await running.days(10);
    running.journal.changes.length = 0;
    expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.entered.at(-1)).toBe('Reconciled');
    expect(changes()).toEqual([]);
  });

  it('whose specified zone is no longer delegated uses the zone that replaced it', async () => {
    const { reconcile, hostedZones } = start();
    hostedZones.add('Z2', 'example.com', { nameServers: ['ns-9.awsdns-09.org'] });
    const arn = anAttachedCertificate(running, { tags: { 'acm-autopilot:hostedZone': 'Z2' } });
    await running.days(10);
    await reconcile(arn);
    expect(running.entered.at(-1)).toBe('Reconciled');
    expect(subjects()).toEqual([]);
  });

  it.each([
    ['Z1', 'is in the zone that its request chose, though a dead zone lies closer', 'Reconciled', 0],
    ['Z9', 'is in the closest zone when the chosen one is gone', 'Reconciled', 1],
  ])('whose tag says %s %s', async (zone, _where, end, lastNotified) => {
    const { reconcile, hostedZones } = start();
    hostedZones.add('Z2', 'app.example.com', { nameServers: ['ns-9.awsdns-09.org'] });
    const arn = anAttachedCertificate(running, { tags: { 'acm-autopilot:hostedZone': zone } });
    await running.days(10);
    await reconcile(arn);
    expect(running.entered.at(-1)).toBe(end);
    expect(subjects()).toHaveLength(lastNotified);
  });

  it('that is unmanaged is not inspected further', async () => {
    const { reconcile } = start();
    const arn = anAttachedCertificate(running, { tags: { 'acm-autopilot:stack': 'another' } });
    running.certificates.set(arn, { status: 'REVOKED' });
    await reconcile(arn);
    expect(changes().filter((change) => !change.startsWith('loadBalancers.add'))).toEqual([]);
    expect(running.calls('NotifyHealthIssue')).toBe(1);
    expect(subjects()).toEqual([]);
  });

  it('that was deleted is out of scope, although ACM still describes it', async () => {
    const { reconcile, certificates } = start();
    const arn = anAttachedCertificate(running);
    const before = await certificates.describe(arn);
    certificates.remove(arn);
    certificates.describe = async () => before;
    expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(subjects()).toEqual([]);
  });

  it('that was deleted is out of scope', async () => {
    const { reconcile } = start();
    expect(await reconcile('arn:aws:acm:eu-west-1:111122223333:certificate/99')).toMatchObject({ status: 'SUCCEEDED' });
    expect(subjects()).toEqual([]);
  });
});

describe('a certificate whose name is served with a later one that covers more names', () => {
  const both = async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const wider = anAttachedCertificate(running, { domainNames: ['app.example.com', '*.app.example.com'], as: 'sni' });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    await running.days(10);
    running.journal.changes.length = 0;
    return { arn, wider };
  };

  it('stays attached, and no notification is sent', async () => {
    const { arn } = await both();
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.entered.at(-1)).toBe('Reconciled');
    expect(changes()).toEqual([]);
  });

  it('causes a notification once the later one is retired but still served', async () => {
    const { arn, wider } = await both();
    await running.certificates.addTags(wider, { 'acm-autopilot:retired': '2026-12-03T08:00:00Z' });
    await running.reconcile(arn);
    expect(subjects()).toEqual([expect.stringMatching(/ServedCertificateMismatchError$/)]);
  });

  it('resolves a notified health issue', async () => {
    const { arn, wider } = await both();
    await running.certificates.addTags(wider, { 'acm-autopilot:stack': 'another' });
    await running.reconcile(arn);
    await running.certificates.addTags(wider, { 'acm-autopilot:stack': 'test' });
    await running.reconcile(arn);
    expect(types()).toEqual(['Certificate At Risk', 'Certificate Recovered']);
  });

  it('is replaced nevertheless, and the event says which certificate serves the name', async () => {
    const { arn, wider } = await both();
    running.issueEverything();
    running.certificates.set(arn, { validationMethod: 'EMAIL' });
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.eventBus.events.find(({ detailType }) => detailType === 'Certificate Replaced')).toMatchObject({
      detail: { verified: true, servedBy: [{ domainName: 'app.example.com', certificateArn: wider }] },
    });
  });

  it('has its renewal published once its old serial number is no longer served', async () => {
    const { arn } = await both();
    running.certificates.renew(arn);
    await running.reconcile(arn);
    expect(types()).toEqual(['Certificate Renewed']);
  });
});

describe('a certificate that no handshake verifies', () => {
  const begin = async () => {
    start();
    const tags = { 'acm-autopilot:verify': 'false' };
    const arn = anAttachedCertificate(running, { tags });
    running.handshakes.perform = async () => {
      throw new HttpsUnreachableError('closed to the internet');
    };
    await running.days(10);
    return arn;
  };

  it('is unverified, and nobody is notified', async () => {
    const arn = await begin();
    const { status, output } = await running.reconcile(arn);
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ assessment: { verdict: 'unverified' } });
    expect(subjects()).toEqual([]);
  });

  it('is replaced by one that no handshake verifies either', async () => {
    const arn = await begin();
    running.issueEverything();
    running.certificates.set(arn, { validationMethod: 'EMAIL' });
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.eventBus.events.find(({ detailType }) => detailType === 'Certificate Replaced')).toMatchObject({
      detail: { verified: false },
    });
    expect(running.certificates.all().at(-1)?.tags).toMatchObject({
      'acm-autopilot:verify': 'false',
      'acm-autopilot:replaces': arn,
    });
  });
});

describe('a renewal', () => {
  it('is published once, when it is served', async () => {
    const { reconcile } = start();
    const arn = anAttachedCertificate(running);
    await running.days(160);
    running.certificates.renew(arn);
    await reconcile(arn);
    await reconcile(arn);
    expect(types()).toEqual(['Certificate Renewed']);
    expect(running.eventBus.events[0]?.detail).toMatchObject({
      certificateArn: arn,
      domainNames: ['app.example.com'],
      loadBalancerArns: [LOAD_BALANCER],
    });
  });

  it('is awaited without compute while load balancers serve the old one', async () => {
    const { clock, certificates } = start();
    const arn = anAttachedCertificate(running);
    await running.days(160);
    const before = certificates.all()[0]?.serial ?? '';
    certificates.renew(arn);
    const { serial = '' } = certificates.all()[0] ?? {};
    const { perform } = running.handshakes;
    let isOld = true;
    running.handshakes.perform = async (...args) =>
      (await perform(...args)).map((each) => ({ ...each, serial: isOld ? before : serial }));
    const execution = running.start({ certificateArn: arn, trigger: 'test' });
    await clock.advance(3 * 3_600_000 - 60_000);
    expect(running.outcome(execution).status).toBe('RUNNING');
    expect(running.calls('AssessCertificate')).toBe(3);
    isOld = false;
    await clock.advance(120_000);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
    expect(types()).toEqual(['Certificate Renewed']);
  });
});

describe('a deleted validation record', () => {
  it('is restored, and notified when it is missing and when it is resolved', async () => {
    const { reconcile, hostedZones } = start();
    const arn = anAttachedCertificate(running);
    await running.days(20);
    hostedZones.take('Z1', RECORD, 'CNAME');
    expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(hostedZones.records('Z1')).toContain(`${RECORD} CNAME _y2.app-example-com.acm-validations.aws`);
    expect(types()).toEqual(['Certificate At Risk', 'Certificate Recovered']);
    expect(subjects()).toEqual([
      'Certificate app.example.com is at risk (177 days left): ValidationRecordMissing',
      'Certificate app.example.com has recovered: ValidationRecordMissing',
    ]);
  });

  it('does not overwrite a conflicting record, and causes a notification', async () => {
    const { reconcile, hostedZones } = start();
    const arn = anAttachedCertificate(running);
    await running.days(20);
    hostedZones.put('Z1', RECORD, { type: 'CNAME', values: ['elsewhere.example.net'] });
    running.journal.changes.length = 0;
    await reconcile(arn);
    expect(changes().filter((change) => change.startsWith('hostedZones'))).toEqual([]);
    expect(subjects()).toEqual([expect.stringMatching(/RecordConflictError$/)]);
  });
});

describe('an obstacle', () => {
  it('is notified once, and when it is resolved', async () => {
    const { reconcile, publicDns } = start();
    const arn = anAttachedCertificate(running);
    await running.days(20);
    publicDns.setCaa('example.com', { tag: 'issue', value: 'letsencrypt.org', isCritical: false });
    for (let day = 0; day < 3; day += 1) {
      await reconcile(arn);
      await running.days(1);
    }
    publicDns.setCaa('example.com');
    await reconcile(arn);
    expect(types()).toEqual(['Certificate At Risk', 'Certificate Recovered']);
    expect(running.notifications.sent[0]?.body).toMatch(/example\.com CAA 0 issue "amazon\.com"/);
  });

  it('that may be transient is reported at the fourth assessment', async () => {
    const { reconcile, publicDns } = start();
    const arn = anAttachedCertificate(running);
    await running.days(20);
    publicDns.break('example.com');
    await reconcile(arn);
    expect(running.calls('AssessCertificate')).toBe(4);
    expect(subjects()).toEqual([expect.stringMatching(/DnsLookupError$/)]);
  });
});

it('an unused certificate is attached to its load balancer again', async () => {
  const { reconcile } = start();
  running.loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' });
  const arn = anAttachedCertificate(running, { as: 'nowhere' });
  await running.days(1);
  expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(served()).toEqual([{ certificateArn: arn, isDefault: false }]);
  expect(subjects()).toEqual([]);
});

it.each([
  ['was deleted', 'loadbalancer/app/gone/0', '*', /app\/gone\/0, the load balancer in its tag, no longer exists/],
  [
    'may not be changed',
    'loadbalancer/app/web/50dc6c495c0c9188',
    'other-*',
    /may not change web, the load balancer in its tag/,
  ],
])('an unused certificate whose load balancer %s causes a notification', async (_what, target, allowed, cause) => {
  const { reconcile } = start({}, { policy: aPolicy({ allowedLoadBalancers: allowed }) });
  const targetArn = LOAD_BALANCER.replace(/loadbalancer.*/, target);
  const arn = anAttachedCertificate(running, { as: 'nowhere', tags: { 'acm-autopilot:target': targetArn } });
  await running.days(1);
  expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(subjects()).toEqual([expect.stringMatching(/CertificateNotInUse$/)]);
  expect(running.notifications.sent[0]?.body).toMatch(cause);
});

describe.each(['default', 'sni'] as const)('a certificate that has to be replaced, attached as %s', (as) => {
  const replaceable = async (faults: Faults = {}) => {
    start(faults);
    if (as === 'sni') anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as });
    await running.days(184);
    return arn;
  };

  it('is replaced: the new one is requested, attached and verified before the old one is detached', async () => {
    const arn = await replaceable();
    running.journal.changes.length = 0;
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    const next = running.certificates.all().at(-1)?.certificateArn ?? '';
    const listed = changes().filter((change) => change.startsWith('loadBalancers'));
    expect(listed).toEqual(
      as === 'default'
        ? [
            `loadBalancers.addCertificate ${LISTENER} ${arn}`,
            `loadBalancers.setDefaultCertificate ${LISTENER} ${next}`,
            `loadBalancers.removeCertificate ${LISTENER} ${arn}`,
          ]
        : [`loadBalancers.addCertificate ${LISTENER} ${next}`, `loadBalancers.removeCertificate ${LISTENER} ${arn}`],
    );
    expect(running.certificates.all().at(-1)?.tags).toMatchObject({
      'acm-autopilot:stack': 'test',
      'acm-autopilot:target': LOAD_BALANCER,
      'acm-autopilot:replaces': arn,
    });
    expect(types()).toEqual(['Certificate At Risk', 'Certificate Replaced', 'Certificate Recovered']);
  });

  it('is deleted after the grace period', async () => {
    const arn = await replaceable();
    await running.reconcile(arn);
    await running.days(6);
    await running.reconcile(arn);
    expect(running.certificates.all().map(({ certificateArn }) => certificateArn)).toContain(arn);
    await running.days(1);
    await running.reconcile(arn);
    expect(running.certificates.all().map(({ certificateArn }) => certificateArn)).not.toContain(arn);
  });

  it('is replaced once, despite duplicate events', async () => {
    const arn = await replaceable();
    await running.reconcile(arn);
    const requested = running.certificates.all().length;
    await running.reconcile(arn);
    await running.reconcile(arn);
    expect(running.certificates.all()).toHaveLength(requested);
    expect(types().filter((type) => type === 'Certificate Replaced')).toHaveLength(1);
  });

  it('is restored when the new one is not served', async () => {
    const arn = await replaceable({
      VerifyReplacement: (calls) => (calls > 1 ? new ServedCertificateMismatchError('another is served') : undefined),
    });
    expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'ServedCertificateMismatchError' });
    expect(served()).toContainEqual({ certificateArn: arn, isDefault: as === 'default' });
    expect(types()).toEqual(['Certificate At Risk', 'Certificate At Risk']);
  });

  it('stays attached when the new one is never served', async () => {
    const arn = await replaceable({ VerifyReplacement: () => new HttpsUnreachableError('no answer') });
    expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'HttpsUnreachableError' });
    expect(served().map(({ certificateArn }) => certificateArn)).toContain(arn);
  });

  it('is replaced by the next execution when the first one was aborted', async () => {
    const arn = await replaceable({ DetachCertificate: (calls) => (calls === 1 ? new TypeError('crash') : undefined) });
    await running.reconcile(arn);
    await running.days(1);
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(served().map(({ certificateArn }) => certificateArn)).not.toContain(arn);
    expect(types()).toContain('Certificate Replaced');
  });
});

it('a replacement that removed a name is completed without it', async () => {
  const { reconcile } = start();
  const next = anAttachedCertificate(running, { domainNames: ['www.example.com'] });
  const arn = anAttachedCertificate(running, {
    domainNames: ['app.example.com', 'www.example.com'],
    as: 'sni',
    tags: { 'acm-autopilot:retired': '2026-11-23T08:00:00Z', 'acm-autopilot:replacedBy': next },
  });
  running.hostedZones.take('Z1', '_x1.app.example.com', 'CNAME');
  await running.days(1);
  expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(running.certificates.all()).toHaveLength(2);
  expect(served()).toEqual([{ certificateArn: next, isDefault: true }]);
  expect(running.hostedZones.records('Z1').join()).not.toMatch(/_x1\.app/);
});

describe('a replacement', () => {
  const ended = async (changes: Parameters<typeof running.certificates.set>[1]) => {
    running = reconcileCertificate();
    const arn = anAttachedCertificate(running);
    await running.days(1);
    running.certificates.set(arn, changes);
    running.issueEverything();
    running.journal.changes.length = 0;
    return arn;
  };

  it('that can wait is started only by a sweep, after a notification', async () => {
    const arn = await ended({ notBefore: '2026-05-20T08:00:00Z', notAfter: '2026-12-04T09:00:00Z' });
    for (const trigger of ['ACM Certificate Approaching Expiration', 'AWS_ACM_RENEWAL_STATE_CHANGE']) {
      expect(await running.reconcile(arn, trigger)).toMatchObject({ status: 'SUCCEEDED' });
    }
    expect(changes().filter((change) => !/^(eventBus|notifications)/.test(change))).toEqual([]);
    expect(subjects()).toEqual(['Certificate app.example.com is at risk (10 days left): CertificateBeingReplaced']);
    expect(await running.reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(types()).toEqual(['Certificate At Risk', 'Certificate Replaced', 'Certificate Recovered']);
  });

  it.each(['EXPIRED', 'REVOKED'])('of %s certificates starts at once', async (status) => {
    const arn = await ended({ status });
    expect(await running.reconcile(arn, 'ACM Certificate Revoked')).toMatchObject({ status: 'SUCCEEDED' });
    expect(types()).toContain('Certificate Replaced');
  });
});

it('a certificate with the wrong key type is replaced', async () => {
  const { reconcile } = start();
  const arn = anAttachedCertificate(running, { tags: { 'acm-autopilot:keyAlgorithm': 'EC_prime256v1' } });
  await running.days(1);
  await reconcile(arn);
  expect(running.certificates.all().at(-1)).toMatchObject({ keyAlgorithm: 'EC_prime256v1' });
  expect(served()).toHaveLength(1);
});

it('an imported certificate that may be replaced is detached but never deleted', async () => {
  const { reconcile, certificates, loadBalancers } = start();
  const arn = certificates.import(['app.example.com'], 40, { 'acm-autopilot:replaceImported': 'true', team: 'web' });
  loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, arn);
  await reconcile(arn);
  expect(certificates.all()).toHaveLength(1);
  await running.days(12);
  expect(await reconcile(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(served()).toEqual([{ certificateArn: certificates.all()[1]?.certificateArn, isDefault: true }]);
  expect(certificates.all()[1]?.tags).toMatchObject({ team: 'web', 'acm-autopilot:stack': 'test' });
  await running.days(30);
  await reconcile(arn);
  expect(certificates.all().map(({ certificateArn }) => certificateArn)).toContain(arn);
});

describe('a step that fails', () => {
  it('is notified like a health issue: once, with the action', async () => {
    const arn =
      (start({ RequestReplacement: () => new CertificateQuotaExceededError('no more certificates') }),
      anAttachedCertificate(running));
    await running.days(184);
    expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'CertificateQuotaExceededError' });
    expect(subjects().at(-1)).toMatch(/CertificateQuotaExceededError$/);
    expect(running.notifications.sent.at(-1)?.body).toMatch(/What to do: Delete unused certificates/);
  });

  it.each(['NotifyHealthIssue', 'AssessCertificate'])(
    'ends where the rule for untold ends takes it on when %s breaks for good',
    async (broken) => {
      const arn =
        (start({ [broken]: () => new TypeError('broken'), NotifyHealthIssue: () => new TypeError('broken') }),
        anAttachedCertificate(running));
      expect(await running.reconcile(arn)).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
    },
  );
});

it('one execution at a time holds the lock, and an ended one holds none', async () => {
  const { reconcile, executions, certificateStates } = start();
  const arn = anAttachedCertificate(running);
  await certificateStates.acquireLock(arn, 'arn:another', undefined);
  executions.running.add('arn:another');
  await reconcile(arn);
  expect(running.entered.at(-1)).toBe('Locked');
  executions.running.delete('arn:another');
  executions.ended.add('arn:another');
  await reconcile(arn);
  expect(running.entered.at(-1)).toBe('Reconciled');
});
