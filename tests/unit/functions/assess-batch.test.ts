import { assessBatch } from '../../../functions/sweep/assess-batch';
import type { CertificateDescription } from '../../../shared/domain/certificate/description';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import type { LastNotified } from '../../../shared/domain/notification/health-issue-notification';
import { DnsLookupError, ThrottledError } from '../../../shared/errors';
import { LOAD_BALANCER } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';
import { anAttachedCertificate, SETTINGS, LISTENER } from '../../workflow/lives';

const SWEEP = '2026-11-24T08:00:00.000Z arn:sweep';
const DAY = 86_400_000;

/** An account on a day after its certificates were issued. */
function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const step = assessBatch({ ...account, ...SETTINGS });
  return {
    ...account,
    pass: (days: number) => (instant += days * DAY),
    inDays: (days: number) => new Date(instant + days * DAY).toISOString(),
    assess: (document: Partial<Parameters<typeof step>[0]> = {}) => step({ sweepId: SWEEP, ...document }),
    certificate: (n: number, names: readonly string[] = [`d${n}.example.com`]) =>
      anAttachedCertificate(account, {
        domainNames: [names[0] ?? '', ...names.slice(1)],
        as: n === 0 ? 'default' : 'sni',
      }),
    found: async (certificateArn: string) =>
      (await account.certificateStates.listSweepResults(SWEEP)).find((each) => each.certificateArn === certificateArn),
  };
}

/** The number of calls of each method: `certificates.describe` → 10. */
function callCounts(calls: readonly string[]) {
  const counts: Record<string, number> = {};
  for (const call of calls) {
    const [method = ''] = call.split(' ');
    if (!method.startsWith('certificateStates')) counts[method] = (counts[method] ?? 0) + 1;
  }
  return counts;
}

describe('the calls of a batch', () => {
  it('read shared data once for ten managed certificates', async () => {
    const { certificate, pass, assess, journal } = setUp();
    for (let n = 0; n < 10; n += 1) certificate(n);
    pass(1);
    journal.calls.length = 0;
    await assess();
    expect(callCounts(journal.calls)).toEqual({
      'certificates.listPage': 1,
      'certificates.listTags': 10,
      'certificates.describe': 10,
      // Route 53.
      'hostedZones.list': 1,
      'hostedZones.get': 1,
      'hostedZones.getCname': 10,
      // Elastic Load Balancing.
      'loadBalancers.find': 1,
      'loadBalancers.listeners': 1,
      'loadBalancers.certificates': 1,
      // Public DNS: example.com once, each name once, com once.
      'publicDns.NS': 11,
      'publicDns.CAA': 12,
      'publicDns.CNAME': 10,
      'handshakes.perform': 10,
    });
  });

  it('read a zone once when each certificate has many names', async () => {
    const { certificate, pass, assess, journal } = setUp();
    for (let n = 0; n < 10; n += 1) certificate(n, [`d${n}.example.com`, `e${n}.example.com`, `f${n}.example.com`]);
    pass(1);
    journal.calls.length = 0;
    await assess();
    expect(Object.entries(callCounts(journal.calls)).filter(([method]) => method.startsWith('hostedZones'))).toEqual([
      ['hostedZones.list', 1],
      ['hostedZones.get', 1],
      ['hostedZones.listAllRecords', 1],
    ]);
  });

  it('describe each certificate once when another managed one is served for their names', async () => {
    const { certificate, pass, assess, journal } = setUp();
    certificate(0);
    certificate(1, ['*.example.com', 'example.com']);
    for (let n = 2; n < 10; n += 1) certificate(n);
    pass(1);
    journal.calls.length = 0;
    await assess();
    expect(callCounts(journal.calls)).toMatchObject({
      'certificates.listTags': 10,
      'certificates.describe': 10,
      'loadBalancers.certificates': 1,
    });
  });

  it('list only the tags of unmanaged certificates', async () => {
    const { certificates, assess, journal, found } = setUp();
    const arns = Array.from({ length: 10 }, (_, n) =>
      certificates.add({ domainNames: [`d${n}.example.com`], keyAlgorithm: 'RSA_2048', tags: {} }, 'ISSUED'),
    );
    expect(await assess()).toMatchObject({ tally: { assessed: 10, managed: 0, disruptive: 0 } });
    expect(callCounts(journal.calls)).toEqual({ 'certificates.listPage': 1, 'certificates.listTags': 10 });
    expect(await found(arns[9] ?? '')).toMatchObject({
      domainName: 'd9.example.com',
      verdict: 'not-managed',
      isManaged: false,
      isDue: false,
    });
  });

  it('stop at the first name for which a handshake with a load balancer fails', async () => {
    const { certificate, pass, assess, journal, handshakes } = setUp();
    certificate(
      0,
      Array.from({ length: 10 }, (_, n) => `n${n}.example.com`),
    );
    pass(1);
    handshakes.perform = async (host, serverName) => {
      journal.read(`handshakes.perform ${host} ${serverName}`);
      throw new DnsLookupError(`The lookup of ${host} A in public DNS failed: ETIMEOUT`);
    };
    journal.calls.length = 0;
    await assess();
    expect(callCounts(journal.calls)).toMatchObject({ 'handshakes.perform': 1, 'hostedZones.listAllRecords': 1 });
  });
});

describe('batches', () => {
  it('follow one another until the last, and their tallies add up', async () => {
    const { certificate, certificates, pass, inDays, assess } = setUp();
    const arns = Array.from({ length: 23 }, (_, n) => certificate(n));
    pass(1);
    certificates.set(arns[0] ?? '', { status: 'EXPIRED', notAfter: inDays(-1) });
    certificates.set(arns[12] ?? '', { status: 'EXPIRED', notAfter: inDays(-3) });
    certificates.add({ domainNames: ['foreign.example.com'], keyAlgorithm: 'RSA_2048', tags: {} }, 'ISSUED');
    const first = await assess();
    expect(first).toEqual({
      batch: { number: 1, nextToken: '10' },
      tally: { assessed: 10, managed: 10, unknown: 0, disruptive: 1, disruptiveDaysLeft: -1 },
    });
    const second = await assess(first);
    expect(second).toEqual({
      batch: { number: 2, nextToken: '20' },
      tally: { assessed: 20, managed: 20, unknown: 0, disruptive: 2, disruptiveDaysLeft: -3 },
    });
    expect(await assess(second)).toEqual({
      batch: { number: 3, nextToken: undefined },
      tally: { assessed: 24, managed: 23, unknown: 0, disruptive: 2, disruptiveDaysLeft: -3 },
    });
  });

  it('that fail leave no work in progress', async () => {
    const { certificate, certificates, pass, assess, journal } = setUp();
    for (let n = 0; n < 10; n += 1) certificate(n);
    pass(1);
    certificates.describe = async () => {
      throw new ThrottledError('slow down');
    };
    await expect(assess()).rejects.toThrow(ThrottledError);
    const calls = journal.calls.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(journal.calls).toHaveLength(calls);
  });
});

describe('a certificate whose name is served with another certificate', () => {
  interface Other {
    readonly names?: [string, ...string[]];
    readonly tags?: Readonly<Record<string, string>>;
    readonly is?: Partial<CertificateDescription>;
  }
  /** The result for the certificate of app.example.com, and the ARN of the other one. */
  const lookBeside = async ({ names = ['app.example.com', '*.app.example.com'], tags, is = {} }: Other) => {
    const { certificate, certificates, handshakes, pass, assess, found, ...account } = setUp();
    const arn = certificate(0, ['app.example.com']);
    const other = anAttachedCertificate(
      { ...account, certificates, handshakes },
      { domainNames: names, as: 'sni', tags },
    );
    certificates.set(other, { serial: '0e:57', ...is });
    const { perform } = handshakes;
    handshakes.perform = async (...args) => (await perform(...args)).map((each) => ({ ...each, serial: 'e57' }));
    pass(1);
    await assess();
    return { found: await found(arn), other };
  };

  it.each<[string, Other]>([
    ['that has the name', {}],
    ['whose wildcard covers the name', { names: ['*.example.com'] }],
  ])('of this deployment %s is healthy, and lists that certificate', async (_what, beside) => {
    const { found, other } = await lookBeside(beside);
    expect(found).toMatchObject({ verdict: 'healthy', healthIssue: undefined, isDue: false });
    expect(found?.served).toEqual([
      { loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', coveredBy: other },
    ]);
  });

  it.each<[string, Other]>([
    ['of another deployment', { tags: { [STACK_TAG]: 'another' } }],
    ['that was imported, whatever its tag', { is: { type: 'IMPORTED' } }],
    ['that was taken out of service', { tags: { [TAGS.retired]: '2026-11-23T08:00:00Z' } }],
    ['that was replaced', { tags: { [TAGS.replacedBy]: 'arn:new' } }],
    ['that was revoked', { is: { status: 'REVOKED' } }],
    ['that does not cover the name', { names: ['*.app.example.com', 'www.example.com'] }],
    ['that is not on the listener', { is: { serial: '0f:0f' } }],
  ])('%s is unhealthy', async (_what, beside) => {
    const { found } = await lookBeside(beside);
    expect(found).toMatchObject({ verdict: 'not-served', healthIssue: 'ServedCertificateMismatchError' });
    expect(found?.served).toMatchObject([{ otherSerial: '0e:57' }]);
  });

  it('is unhealthy when that is the certificate that it replaces', async () => {
    const { certificate, pass, assess, found, ...account } = setUp();
    certificate(0);
    const old = certificate(1, ['app.example.com']);
    const arn = anAttachedCertificate(account, {
      domainNames: ['app.example.com'],
      as: 'sni',
      tags: { [TAGS.replaces]: old },
    });
    pass(1);
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'not-served', healthIssue: 'ServedCertificateMismatchError' });
    expect(await found(old)).toMatchObject({ verdict: 'healthy' });
  });

  it('is unhealthy when ordinary clients get an unmanaged ECDSA certificate', async () => {
    const { certificate, certificates, pass, assess, found, ...account } = setUp();
    const arn = certificate(0, ['app.example.com']);
    const other = anAttachedCertificate({ ...account, certificates }, { as: 'sni', tags: { [STACK_TAG]: 'another' } });
    certificates.set(other, { keyAlgorithm: 'EC_prime256v1' });
    pass(1);
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'not-served', healthIssue: 'ServedCertificateMismatchError' });
  });

  it('of another key type is served to clients of its own key type', async () => {
    const { certificate, certificates, pass, assess, found, ...account } = setUp();
    certificate(0);
    const arn = certificate(1, ['app.example.com']);
    certificates.set(arn, { keyAlgorithm: 'EC_prime256v1' });
    const wider = { domainNames: ['app.example.com', '*.app.example.com'] as [string, string], as: 'sni' };
    anAttachedCertificate({ ...account, certificates }, wider);
    pass(1);
    await assess();
    expect((await found(arn))?.served).toEqual([{ loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com' }]);
  });
});

describe('a certificate is due for reconciliation', () => {
  const caa = { name: 'CaaForbidsAmazonError', cause: 'a CAA record', daysLeft: 197 };
  const blockedBy = 'app.example.com: the CAA records';

  it.each<[string, Partial<CertificateDescription>, LastNotified | undefined, boolean, string]>([
    ['that is healthy: no', {}, undefined, false, 'healthy'],
    ['that has recovered: people have to hear of it', {}, caa, true, 'healthy'],
    ['that has to be replaced: yes', { status: 'REVOKED' }, undefined, true, 'replace'],
    ['that has to be replaced though people know: yes', { status: 'REVOKED' }, caa, true, 'replace'],
    ['that ACM is renewing: no', { renewal: { status: 'PENDING_AUTO_RENEWAL' } }, undefined, false, 'renewing'],
    [
      'whose health issue ends with a renewal: yes',
      { renewal: { status: 'PENDING_AUTO_RENEWAL' } },
      caa,
      true,
      'renewing',
    ],
    ['that was never issued: no', { status: 'FAILED', failureReason: 'CAA_ERROR' }, undefined, false, 'not-issued'],
  ])('%s', async (_what, changes, lastNotified, isDue, verdict) => {
    const { certificate, certificates, certificateStates, pass, assess, found } = setUp();
    const arn = certificate(0);
    pass(1);
    certificates.set(arn, changes);
    await certificateStates.recordNotification(arn, lastNotified);
    await assess();
    expect(await found(arn)).toMatchObject({ isDue, verdict });
  });

  it('when a health issue opens, changes or nears expiry, but not every day', async () => {
    const { certificate, certificates, certificateStates, publicDns, pass, inDays, assess, found } = setUp();
    const arn = certificate(0, ['app.example.com']);
    pass(1);
    publicDns.setCaa('example.com', { tag: 'issue', value: 'example.net', isCritical: false });
    const dueAt = async (days: number, lastNotified: LastNotified | undefined) => {
      certificates.set(arn, { notAfter: inDays(days + 0.5) });
      await certificateStates.recordNotification(arn, lastNotified);
      await assess();
      return (await found(arn))?.isDue;
    };
    expect(await dueAt(40, undefined)).toBe(true);
    const swept = await found(arn);
    expect(swept).toMatchObject({ verdict: 'blocked', reasons: [expect.stringContaining(blockedBy)] });
    const lastNotified = { name: 'CaaForbidsAmazonError', cause: swept?.reasons[0] ?? '' };
    expect(await dueAt(39, { ...lastNotified, daysLeft: 40 })).toBe(false);
    expect(await dueAt(31, { ...lastNotified, daysLeft: 40 })).toBe(false);
    expect(await dueAt(30, { ...lastNotified, daysLeft: 40 })).toBe(true);
    expect(await dueAt(29, { ...lastNotified, daysLeft: 30 })).toBe(false);
    expect(await dueAt(29, { ...lastNotified, cause: 'another record', daysLeft: 30 })).toBe(true);
  });

  it('when it is no longer managed: the last notification is deleted', async () => {
    const { certificate, certificates, certificateStates, assess, found } = setUp();
    const arn = certificate(0);
    await certificates.addTags(arn, { 'acm-autopilot:stack': 'another' });
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'not-managed', isDue: false });
    await certificateStates.recordNotification(arn, caa);
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'not-managed', isDue: true });
  });
});

describe('the recorded result of a certificate', () => {
  it('has the domain of its tag, its expiry, and the reasons of its verdict', async () => {
    const { certificate, certificates, pass, assess, found } = setUp();
    const arn = certificate(0, ['app.example.com', 'www.example.com']);
    await certificates.addTags(arn, { [TAGS.domain]: 'www.example.com' });
    pass(1);
    await assess();
    expect(await found(arn)).toEqual({
      certificateArn: arn,
      domainName: 'www.example.com',
      type: 'AMAZON_ISSUED',
      verdict: 'healthy',
      reasons: ['Every check passed.'],
      isManaged: true,
      isInUse: true,
      daysLeft: 197,
      healthIssue: undefined,
      domainNames: ['app.example.com', 'www.example.com'],
      keyAlgorithm: 'RSA_2048',
      notBefore: '2026-11-23T08:00:00.000Z',
      notAfter: '2027-06-09T08:00:00.000Z',
      serial: expect.any(String),
      usedBy: [LOAD_BALANCER],
      served: [{ loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', otherSerial: undefined }],
      isDue: false,
    });
  });

  it('has the name of the notified health issue', async () => {
    const { certificate, publicDns, pass, assess, found } = setUp();
    const arn = certificate(0);
    pass(1);
    publicDns.setCaa('example.com', { tag: 'issue', value: 'example.net', isCritical: false });
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'blocked', healthIssue: 'CaaForbidsAmazonError' });
  });

  it('has only the listed data of an unmanaged certificate', async () => {
    const { certificates, assess, found } = setUp();
    const names = ['foreign.example.com', 'www.foreign.example.com'] as const;
    const arn = certificates.add({ domainNames: names, keyAlgorithm: 'EC_prime256v1', tags: {} }, 'ISSUED');
    await assess();
    expect(await found(arn)).toMatchObject({
      domainNames: names,
      keyAlgorithm: 'EC_prime256v1',
      usedBy: [],
      served: [],
    });
  });

  it('marks an imported certificate as due for replacement if its tag allows it', async () => {
    const { certificates, loadBalancers, certificate, pass, assess, found } = setUp();
    certificate(0);
    const arn = certificates.import(['imported.example.com'], 21, { [TAGS.replaceImported]: 'true' });
    await loadBalancers.addCertificate(LISTENER, arn);
    pass(1);
    expect(await assess()).toMatchObject({ tally: { managed: 1, disruptive: 1 } });
    expect(await found(arn)).toMatchObject({ verdict: 'replace', isManaged: false, isDue: true });
    expect(loadBalancers.using(arn)).toEqual([LOAD_BALANCER]);
  });

  it('is `gone` when it was deleted after it was listed', async () => {
    const { certificate, certificates, assess, found, loadBalancers } = setUp();
    const arn = certificate(0);
    const { listPage } = certificates;
    certificates.listPage = async (...args) => {
      const listed = await listPage(...args);
      loadBalancers.removeListener(LISTENER);
      certificates.remove(arn);
      return listed;
    };
    expect(await assess()).toMatchObject({ tally: { assessed: 1, managed: 0, disruptive: 0 } });
    expect(await found(arn)).toMatchObject({ verdict: 'gone', isDue: false });
  });

  it('is `gone` when it was deleted after its tags were read', async () => {
    const { certificate, certificates, assess, found } = setUp();
    const arn = certificate(0);
    certificates.describe = async () => undefined;
    await assess();
    expect(await found(arn)).toMatchObject({ verdict: 'gone', isDue: false });
  });
});
