import { AwsRequestError, DnsChangeRejectedError } from '../../shared/errors';
import { LOAD_BALANCER } from '../builders/document';
import type { Faults } from './run-workflow';
import { anAttachedCertificate, LISTENER, retireDomain } from './lives';

let running: ReturnType<typeof retireDomain>;
const start = (faults: Faults = {}) => {
  running = retireDomain(faults);
  running.issueEverything();
  return running;
};
afterEach(() => running.stop());

const DNS_NAME = 'web-1234567890.eu-west-1.elb.amazonaws.com';
const served = () => running.loadBalancers.served(DNS_NAME);
const types = () => running.eventBus.events.map(({ detailType }) => detailType);
const arns = () => running.certificates.all().map(({ certificateArn }) => certificateArn);

async function alias(name: string, { isOurs = true, to = DNS_NAME } = {}) {
  running.hostedZones.put('Z1', name, { type: 'A', aliasTarget: to, values: [] });
  if (isOurs) {
    await running.createdRecords.save([{ domainName: name, zoneId: 'Z1', name, type: 'A', value: DNS_NAME }]);
  }
}

describe('a domain with a certificate of its own', () => {
  const secured = async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    await alias('app.example.com');
    return anAttachedCertificate(running, { as: 'sni' });
  };

  it.each([['domainName'], ['certificateArn']])(
    'is unpointed, detached, deleted and forgotten, by its %s',
    async (by) => {
      const arn = await secured();
      const detail = by === 'domainName' ? { domainName: 'app.example.com' } : { certificateArn: arn };
      expect(await running.retire(detail)).toMatchObject({ status: 'SUCCEEDED' });
      expect(served()).toHaveLength(1);
      expect(arns()).not.toContain(arn);
      expect(running.hostedZones.records('Z1').join()).not.toMatch(/app\.example/);
      expect(running.eventBus.events[0]).toMatchObject({
        detailType: 'Domain Retired',
        detail: {
          domainNames: ['app.example.com'],
          deleted: ['app.example.com A', '_x1.app.example.com CNAME'],
          retained: [],
        },
      });
    },
  );

  it('succeeds for a duplicate event', async () => {
    await secured();
    await running.retire({ domainName: 'app.example.com' });
    running.journal.changes.length = 0;
    expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.journal.changes.filter((change) => !change.startsWith('eventBus'))).toEqual([]);
    expect(types()).toEqual(['Domain Retired', 'Domain Retired']);
  });

  it('succeeds, also by ARN, while ACM still describes the deleted certificate', async () => {
    const arn = await secured();
    const { describe } = running.certificates;
    const before = await describe(arn);
    running.certificates.describe = async (described) => (described === arn ? before : describe(described));
    expect(await running.retire({ certificateArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(arns()).not.toContain(arn);
    expect(types()).toEqual(['Domain Retired']);
  });

  it('retries the deletion while ACM reports the certificate as in use', async () => {
    const arn = await secured();
    running.certificates.set(arn, { inUseBy: ['arn:aws:cloudfront::111122223333:distribution/E1'] });
    const execution = running.start({ detail: { certificateArn: arn } });
    await running.minutes(30);
    expect(running.outcome(execution).status).toBe('RUNNING');
    running.certificates.set(arn, { inUseBy: [] });
    await running.minutes(60);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
  });

  it('waits for an execution that holds the lock', async () => {
    const arn = await secured();
    await running.certificateStates.acquireLock(arn, 'arn:another', undefined);
    running.executions.running.add('arn:another');
    const execution = running.start({ detail: { certificateArn: arn } });
    await running.minutes(120);
    expect(running.outcome(execution).status).toBe('RUNNING');
    running.executions.running.clear();
    await running.minutes(30);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
  });
});

it('removes a name from a certificate in its specified zone, although an undelegated zone is a closer match', async () => {
  const { hostedZones } = start();
  hostedZones.add('Z2', 'app.example.com', { nameServers: ['ns-9.awsdns-09.org'] });
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  const domainNames: [string, string] = ['app.example.com', 'www.app.example.com'];
  anAttachedCertificate(running, { domainNames, as: 'sni', tags: { 'acm-autopilot:hostedZone': 'Z1' } });
  expect(await running.retire({ domainName: 'www.app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
});

describe('after a certificate was requested again, a removal', () => {
  const MINUTE = 60_000;
  const REPLACES = 'acm-autopilot:replaces';

  it.each<[string, { created?: number; requested?: number; tags?: Record<string, string> }, boolean]>([
    ['takes what was there', {}, false],
    ['leaves what was created since', { created: 2 }, true],
    ['leaves what a request reused since', { requested: 2 }, true],
    ['takes what a request reused before', { requested: -2 }, false],
    ['takes a replacement for what was there', { created: 2, tags: { [REPLACES]: 'arn:before' } }, false],
    ['leaves a replacement for what a request reused since', { created: 2, tags: { [REPLACES]: 'arn:reused' } }, true],
  ])('%s: %j', async (_what, { created, requested, tags = {} }, stays) => {
    const { certificates, certificateStates, clock } = start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni', tags });
    const askedAt = Math.ceil(clock.now() / 1_000) * 1_000 + 5 * MINUTE;
    const at = (minutes: number) => new Date(askedAt + minutes * MINUTE);
    if (created !== undefined) certificates.set(arn, { createdAt: at(created).toISOString() });
    if (requested !== undefined) await certificateStates.recordRequest(arn, at(requested));
    await certificateStates.recordRequest('arn:reused', at(1));
    const time = new Date(askedAt).toISOString();
    const execution = running.start({
      time,
      'detail-type': 'Domain Removal Requested',
      detail: { domainName: 'app.example.com' },
    });
    await running.minutes(90);
    expect(running.outcome(execution).status).toBe('SUCCEEDED');
    expect(arns().includes(arn)).toBe(stays);
  });
});

it('ignores deleted certificates that ACM still lists', async () => {
  start();
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  anAttachedCertificate(running, { as: 'sni' });
  anAttachedCertificate(running, { keyAlgorithm: 'EC_prime256v1' as 'RSA_2048', as: 'sni' });
  const { list } = running.certificates;
  const before = await list();
  running.certificates.list = async () => {
    const now = await list();
    const isGone = ({ certificateArn }: (typeof before)[number]) =>
      now.every((each) => each.certificateArn !== certificateArn);
    return [...before.filter(isGone), ...now];
  };
  expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
  expect(arns()).toHaveLength(1);
  expect(running.hostedZones.records('Z1').join()).not.toMatch(/app\.example/);
});

it.each(['DeleteAliasRecords', 'DeleteValidationRecords'])(
  'a deletion with a lost response, which is rejected when retried, is checked again by %s',
  async (state) => {
    start({ [state]: (calls) => (calls === 1 ? new DnsChangeRejectedError('it was not found') : undefined) });
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    anAttachedCertificate(running, { as: 'sni' });
    expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(running.calls(state)).toBe(2);
  },
);

it.each([
  ['an alias that somebody moved elsewhere', { to: 'x.elb.amazonaws.com' }],
  ['an alias that we did not create', { isOurs: false }],
])('%s stays', async (_what, how) => {
  start();
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  anAttachedCertificate(running, { as: 'sni' });
  await alias('app.example.com', how);
  await running.retire({ domainName: 'app.example.com' });
  expect(running.hostedZones.records('Z1').join()).toMatch(/app\.example\.com A/);
});

describe('a validation record that another certificate needs', () => {
  it('stays, and so does the alias, while a twin of another key type is in service', async () => {
    start();
    const arn = anAttachedCertificate(running);
    const twin = anAttachedCertificate(running, { keyAlgorithm: 'EC_prime256v1' as 'RSA_2048', as: 'sni' });
    await alias('app.example.com');
    expect(await running.retire({ certificateArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(served()[0]).toEqual({ certificateArn: twin, isDefault: true });
    expect(served().map(({ certificateArn }) => certificateArn)).not.toContain(arn);
    expect(running.hostedZones.records('Z1')).toHaveLength(3 - 1);
    expect(running.eventBus.events[0]?.detail).toMatchObject({
      deleted: [],
      retained: [expect.stringContaining(`needed by ${twin}`)],
    });
  });

  it.each([
    ['a wildcard of the same base', ['*.app.example.com'], true],
    ['a certificate of somebody else', ['app.example.com', 'www.example.com'], true],
    ['a certificate of another name', ['www.example.com'], false],
  ])('by %s: %s stays %s', async (_what, domainNames, stays) => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    running.certificates.add({ domainNames: domainNames as [string, ...string[]], keyAlgorithm: 'RSA_2048', tags: {} });
    await running.retire({ certificateArn: arn });
    expect(running.hostedZones.records('Z1').some((record) => record.startsWith('_x1.app.example.com'))).toBe(stays);
  });

  it('is deleted when only certificates that cannot be renewed need it', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    running.certificates.import(['app.example.com'], 100);
    const dead = running.certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
    running.certificates.fail(dead, 'VALIDATION_TIMED_OUT');
    await running.retire({ certificateArn: arn });
    expect(running.hostedZones.records('Z1').join()).not.toMatch(/_x1\.app/);
  });

  it('stays when this service did not write it', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    const arn = anAttachedCertificate(running, { as: 'sni' });
    for (const record of running.createdRecords.all()) await running.createdRecords.delete(record);
    await running.retire({ certificateArn: arn });
    expect(running.hostedZones.records('Z1').join()).toMatch(/_x1\.app/);
  });
});

describe('a name that shares its certificate with others', () => {
  it('leaves them on a new certificate, and the old one is retired', async () => {
    start();
    const arn = anAttachedCertificate(running, { domainNames: ['app.example.com', 'www.example.com'] });
    await alias('app.example.com');
    await alias('www.example.com');
    expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
    const next = running.certificates.all().at(-1);
    expect(next).toMatchObject({ domainNames: ['www.example.com'], status: 'ISSUED' });
    expect(next?.tags).toMatchObject({ 'acm-autopilot:domain': 'www.example.com' });
    expect(served()).toEqual([{ certificateArn: next?.certificateArn, isDefault: true }]);
    expect(running.certificates.all()[0]?.tags).toMatchObject({ 'acm-autopilot:replacedBy': next?.certificateArn });
    expect(arns()).toContain(arn);
    expect(running.hostedZones.records('Z1').map((record) => record.split(' ')[0])).toEqual(
      expect.arrayContaining(['www.example.com', '_x1.www.example.com']),
    );
    expect(running.hostedZones.records('Z1').join()).not.toMatch(/\bapp\.example/);
  });

  it('leaves them on a new certificate for each old one, and each waits for its issuance from the start', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['app.example.com', 'www.example.com'] });
    anAttachedCertificate(running, { domainNames: ['app.example.com', 'api.example.com'], as: 'sni' });
    expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
    const next = running.entered.indexOf('NextCertificate');
    const checks = (states: readonly string[]) => states.filter((state) => state === 'DiagnoseIssuance').length;
    // ACM issues after ten minutes, then after eight: both times there were checks after one, three and seven minutes.
    expect(checks(running.entered.slice(0, next))).toBe(3);
    expect(checks(running.entered.slice(next))).toBe(3);
    const inService = running.certificates.all().filter(({ tags }) => tags['acm-autopilot:retired'] === undefined);
    expect(inService.map(({ domainNames }) => domainNames)).toEqual([['www.example.com'], ['api.example.com']]);
  });
});

describe('two removals at once', () => {
  const NAMES: [string, ...string[]] = ['app.example.com', 'www.example.com', 'api.example.com'];
  /** Removes the names concurrently, and expects each removal to succeed. */
  async function retireAtOnce(...domainNames: string[]) {
    const executions = domainNames.map((domainName, index) =>
      running.start({ id: `event-${index}`, 'detail-type': 'Domain Removal Requested', detail: { domainName } }),
    );
    await running.minutes(240);
    expect(executions.map((arn) => running.outcome(arn).status)).toEqual(domainNames.map(() => 'SUCCEEDED'));
  }
  const inService = () => {
    const on = served().map(({ certificateArn }) => certificateArn);
    return running.certificates.all().filter(({ certificateArn }) => on.includes(certificateArn));
  };

  it('of two names of a certificate leave the third on a certificate of its own', async () => {
    start();
    anAttachedCertificate(running, { domainNames: NAMES });
    await retireAtOnce('app.example.com', 'www.example.com');
    expect(inService().map((each) => each.domainNames)).toEqual([['api.example.com']]);
    expect(served()).toHaveLength(1);
    expect(running.hostedZones.records('Z1').join()).not.toMatch(/_x1\.(app|www)/);
    expect(running.hostedZones.records('Z1').join()).toMatch(/_x1\.api/);
  });

  it('of the same name are idempotent', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    anAttachedCertificate(running, { as: 'sni' });
    await retireAtOnce('app.example.com', 'app.example.com');
    expect(types()).toEqual(['Domain Retired', 'Domain Retired']);
    expect(running.notifications.sent).toEqual([]);
  });

  it('of all names of a certificate leave none, without a failure', async () => {
    start();
    anAttachedCertificate(running, { domainNames: ['other.example.com'] });
    anAttachedCertificate(running, { domainNames: ['app.example.com', 'www.example.com'], as: 'sni' });
    await retireAtOnce('app.example.com', 'www.example.com');
    expect(inService().map((each) => each.domainNames)).toEqual([['other.example.com']]);
    expect(running.notifications.sent).toEqual([]);
  });
});

describe('a default certificate', () => {
  it('is replaced by another one of the listener first', async () => {
    start();
    const arn = anAttachedCertificate(running);
    const other = anAttachedCertificate(running, { domainNames: ['other.example.com'], as: 'sni' });
    expect(await running.retire({ certificateArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(served().find(({ isDefault }) => isDefault)).toEqual({ certificateArn: other, isDefault: true });
  });

  it('is replaced by an ACM certificate, never by an IAM server certificate', async () => {
    start();
    const arn = anAttachedCertificate(running);
    const other = anAttachedCertificate(running, { domainNames: ['other.example.com'], as: 'sni' });
    const { certificates } = running.loadBalancers;
    const ofIam = { certificateArn: 'arn:aws:iam::111122223333:server-certificate/old', isDefault: false };
    running.loadBalancers.certificates = async (listenerArn) => [ofIam, ...(await certificates(listenerArn))];
    const { describe } = running.certificates;
    running.certificates.describe = async (described) => {
      if (!described.startsWith('arn:aws:acm:'))
        throw new AwsRequestError(`acm:DescribeCertificate ${described}: no such ARN`);
      return describe(described);
    };
    expect(await running.retire({ certificateArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(served().find(({ isDefault }) => isDefault)?.certificateArn).toBe(other);
  });

  it('stays, with everything else, when there is no fallback', async () => {
    start();
    const arn = anAttachedCertificate(running);
    await alias('app.example.com');
    running.journal.changes.length = 0;
    expect(await running.retire({ certificateArn: arn })).toMatchObject({
      status: 'FAILED',
      error: 'NoFallbackCertificateError',
      cause: expect.stringContaining(LISTENER) as unknown,
    });
    expect(running.journal.changes.filter((change) => !/^(notifications|eventBus)/.test(change))).toEqual([]);
    expect(types()).toEqual(['Domain Removal Failed']);
    expect(running.notifications.sent[0]?.subject).toBe('The removal of a request failed: NoFallbackCertificateError');
  });
});

it.each<[string, object, string]>([
  ['neither a domain nor a certificate', {}, 'InvalidRequestError'],
  [
    'both',
    { domainName: 'app.example.com', certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' },
    'InvalidRequestError',
  ],
  ['something unheard of', { domainName: 'app.example.com', force: true }, 'InvalidRequestError'],
  [
    'a certificate that is not ours',
    { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' },
    'NotManagedError',
  ],
])('a request for %s changes nothing, and causes a notification', async (_what, detail, error) => {
  start();
  running.certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
  expect(await running.retire(detail)).toMatchObject({ status: 'FAILED', error });
  expect(running.calls('CheckRemoval')).toBe(1);
  expect(arns()).toHaveLength(1);
});

it('an unmanaged certificate of the name is never changed', async () => {
  start();
  const foreign = running.certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
  running.loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, foreign);
  expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
  expect(arns()).toEqual([foreign]);
  expect(served()).toHaveLength(1);
});

it.each([
  'DeleteAliasRecords',
  'DetachCertificate',
  'DeleteCertificate',
  'DeleteValidationRecords',
  'PublishRemovalOutcome',
])('is completed by the same event after %s failed', async (step) => {
  start({ [step]: (calls) => (calls === 1 ? new TypeError('crash') : undefined) });
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  anAttachedCertificate(running, { as: 'sni' });
  await alias('app.example.com');
  expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'FAILED' });
  expect(await running.retire({ domainName: 'app.example.com' })).toMatchObject({ status: 'SUCCEEDED' });
  expect(arns()).toHaveLength(1);
  expect(running.hostedZones.records('Z1').join()).not.toMatch(/app\.example/);
});
