import { requestCertificate } from '../../../functions/secure/request-certificate';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import { CertificateLockedError, CertificateQuotaExceededError } from '../../../shared/errors';
import { aRequest, aTarget, LOAD_BALANCER, requestedNames } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

const HOUR = 3_600_000;
const names: [string, string] = ['app.example.com', '*.app.example.com'];
const managed = {
  domainNames: names,
  keyAlgorithm: 'RSA_2048',
  tags: { [STACK_TAG]: 'test', [TAGS.target]: LOAD_BALANCER },
} as const;

function setUp() {
  let instant = Date.parse('2026-11-23T08:00:00Z');
  const account = fakeAccount({ now: () => new Date(instant) });
  const step = requestCertificate(account);
  return {
    ...account,
    pass: (milliseconds: number) => (instant += milliseconds),
    step,
    ask: async (
      changes: Parameters<typeof aRequest>[0] = {},
      event: object = {},
      otherNames: Parameters<typeof requestedNames>[0] = {},
    ) => {
      const document = { event, request: aRequest(changes), names: requestedNames(otherNames), target: aTarget() };
      return (await step(document)).certificate;
    },
  };
}

it('requests a certificate in one call, with the tags of the request and the management tags', async () => {
  const { ask, certificates } = setUp();
  const { certificateArn, origin } = await ask({ tags: { team: 'web' } });
  expect(origin).toBe('requested');
  expect(certificates.all()).toMatchObject([
    {
      certificateArn,
      domainNames: names,
      keyAlgorithm: 'RSA_2048',
      tags: {
        team: 'web',
        'acm-autopilot:stack': 'test',
        'acm-autopilot:domain': 'app.example.com',
        'acm-autopilot:target': LOAD_BALANCER,
        'acm-autopilot:keyAlgorithm': 'RSA_2048',
      },
    },
  ]);
});

it('starts the wait for issuance, for a new certificate and for a reused one', async () => {
  const { step } = setUp();
  const document = { event: {}, request: aRequest(), names: requestedNames(), target: aTarget() };
  const wait = { attempt: 0, intervalSeconds: 60, pending: [] };
  expect(await step(document)).toMatchObject({ certificate: { origin: 'requested' }, wait });
  expect(await step(document)).toMatchObject({ certificate: { origin: 'reused' }, wait });
});

it.each([
  ['retire-domain', 'running', false],
  ['retire-domain', 'ended', true],
  ['reconcile-certificate', 'running', true],
] as const)(
  'reuses a certificate that an execution of %s has locked, which is %s: %s',
  async (...[name, state, reuses]) => {
    const { ask, executions, certificateStates } = setUp();
    const { certificateArn } = await ask();
    const holder = `arn:aws:states:eu-west-1:111122223333:execution:test-${name}:one`;
    executions[state].add(holder);
    await certificateStates.acquireLock(certificateArn, holder, undefined);
    if (reuses) expect(await ask()).toEqual({ certificateArn, origin: 'reused' });
    else {
      await expect(ask()).rejects.toThrow(
        new CertificateLockedError(`${certificateArn} is being removed by ${holder}`),
      );
    }
  },
);

it('records the latest request that reuses a certificate, for a removal that was requested earlier', async () => {
  const { ask, certificateStates } = setUp();
  const { certificateArn } = await ask({}, { time: '2026-11-23T08:00:00Z' });
  expect((await certificateStates.get(certificateArn)).requestedAt).toBeUndefined();
  await ask({}, { time: '2026-11-23T09:00:00Z' });
  await ask({}, { time: '2026-11-23T08:30:00Z' });
  expect((await certificateStates.get(certificateArn)).requestedAt).toEqual(new Date('2026-11-23T09:00:00Z'));
});

it('records the load balancer of the latest request on a reused certificate, whatever the order of the events', async () => {
  const { step, certificates } = setUp();
  const other = LOAD_BALANCER.replace('/web/', '/other/');
  const request = async (loadBalancerArn: string, time: string) => {
    const document = { event: { time }, request: aRequest(), names: requestedNames() };
    await step({ ...document, target: aTarget({ loadBalancerArn }) });
    return certificates.all().map(({ tags }) => tags[TAGS.target]);
  };
  expect(await request(LOAD_BALANCER, '2026-11-23T08:00:00Z')).toEqual([LOAD_BALANCER]);
  expect(await request(other, '2026-11-23T09:00:00Z')).toEqual([other]);
  expect(await request(other, '2026-11-23T09:00:00Z')).toEqual([other]);
  expect(await request(LOAD_BALANCER, '2026-11-23T08:00:00Z')).toEqual([other]);
  expect(await request(LOAD_BALANCER, '2026-11-23T10:00:00Z')).toEqual([LOAD_BALANCER]);
});

it('records the hosted zone of the request, also on a reused certificate', async () => {
  const { ask, certificates } = setUp();
  const { certificateArn } = await ask();
  expect(certificates.all()[0]?.tags).not.toHaveProperty([TAGS.hostedZone]);
  expect(await ask({ hostedZoneId: 'Z1' })).toEqual({ certificateArn, origin: 'reused' });
  await ask({ hostedZoneId: 'Z1' }, {}, { domainName: 'b.example.com', domainNames: ['b.example.com'] });
  expect(certificates.all().map(({ tags }) => tags[TAGS.hostedZone])).toEqual(['Z1', 'Z1']);
});

it('tags a wildcard certificate with the base domain, because a tag may not contain an asterisk', async () => {
  const { ask, certificates } = setUp();
  await ask({}, {}, { domainName: '*.example.com', domainNames: ['*.example.com'] });
  expect(certificates.all()).toMatchObject([{ tags: { 'acm-autopilot:domain': 'example.com' } }]);
});

it('gets the same certificate for a duplicate event before ACM lists it', async () => {
  const { ask, certificates } = setUp();
  certificates.listByNames = async () => [];
  const twice = [await ask(), await ask()];
  expect(new Set(twice.map(({ certificateArn }) => certificateArn)).size).toBe(1);
});

it.each(['ISSUED', 'PENDING_VALIDATION'])(
  'reuses a managed certificate that is %s, beyond the hour',
  async (status) => {
    const { ask, certificates, pass, journal } = setUp();
    const certificateArn = certificates.add(managed, status);
    pass(48 * HOUR);
    expect(await ask()).toEqual({ certificateArn, origin: 'reused' });
    expect(journal.changes).toEqual([`certificateStates.recordRequest ${certificateArn}`]);
  },
);

it('prefers an issued certificate to a pending one', async () => {
  const { ask, certificates } = setUp();
  certificates.add(managed, 'PENDING_VALIDATION');
  const issued = certificates.add(managed, 'ISSUED');
  expect((await ask()).certificateArn).toBe(issued);
});

it('recognises the same names in another order', async () => {
  const { ask, certificates } = setUp();
  certificates.add({ ...managed, domainNames: [names[1], names[0]] }, 'ISSUED');
  expect((await ask()).origin).toBe('reused');
});

it.each<[string, Partial<Parameters<ReturnType<typeof setUp>['certificates']['add']>[0]>, string]>([
  ['has failed', {}, 'FAILED'],
  ['timed out', {}, 'VALIDATION_TIMED_OUT'],
  ['has expired', {}, 'EXPIRED'],
  ['was revoked', {}, 'REVOKED'],
  ['is not managed', { tags: {} }, 'ISSUED'],
  ['belongs to another deployment', { tags: { [STACK_TAG]: 'other' } }, 'ISSUED'],
  ['was taken out of service', { tags: { [STACK_TAG]: 'test', [TAGS.retired]: '2026-11-01' } }, 'ISSUED'],
  ['is being replaced', { tags: { [STACK_TAG]: 'test', [TAGS.replacedBy]: 'arn:x' } }, 'PENDING_VALIDATION'],
  ['has another key type', { keyAlgorithm: 'EC_prime256v1' }, 'ISSUED'],
  ['covers a name less', { domainNames: ['app.example.com'] }, 'ISSUED'],
  ['covers a name more', { domainNames: [...names, 'more.example.com'] }, 'ISSUED'],
])('never reuses a certificate that %s', async (_case, changes, status) => {
  const { ask, certificates } = setUp();
  const other = certificates.add({ ...managed, ...changes }, status);
  const { certificateArn, origin } = await ask();
  expect(origin).toBe('requested');
  expect(certificateArn).not.toBe(other);
});

it('gets a new certificate within the hour when the first one failed', async () => {
  const { ask, certificates } = setUp();
  const first = await ask();
  certificates.fail(first.certificateArn, 'FAILED', 'CAA_ERROR');
  const second = await ask();
  expect(second.certificateArn).not.toBe(first.certificateArn);
});

it('gets a new certificate within the hour when the first one was taken out of service', async () => {
  const { ask, certificates } = setUp();
  const first = await ask();
  await certificates.addTags(first.certificateArn, { [TAGS.retired]: '2026-11-23T08:00:00.000Z' });
  const second = await ask();
  expect(second.certificateArn).not.toBe(first.certificateArn);
});

it('reports the used-up quota', async () => {
  const { ask, certificates } = setUp();
  certificates.limitTo(0);
  await expect(ask()).rejects.toThrow(CertificateQuotaExceededError);
});
