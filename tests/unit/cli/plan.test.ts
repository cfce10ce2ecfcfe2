import type { Plan } from '../../../cli/plan/plan';
import { planRequest } from '../../../cli/plan/plan-request';
import { AccessDeniedError } from '../../../shared/errors';
import { DNS_NAME, HTTPS_443, LOAD_BALANCER } from '../../builders/document';
import { aDetail, aPolicy } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';

type Account = ReturnType<typeof fakeAccount>;

const plan = (account: Account, changes: object = {}) =>
  planRequest(aDetail(changes), { ...account, policy: aPolicy() });
const failures = ({ checks }: Plan) => checks.filter(({ error }) => error !== undefined).map(({ name }) => name);
const foundOf = ({ checks }: Plan, check: string) => checks.find(({ name }) => name === check)?.found;

const refused = async (): Promise<never> => {
  throw new AccessDeniedError('refused');
};
const withoutLimits = ({ loadBalancers, ...account }: Account): Account => ({
  ...account,
  loadBalancers: { ...loadBalancers, certificateQuota: refused },
});
const withoutCertificates = ({ certificates, ...account }: Account): Account => ({
  ...account,
  certificates: { ...certificates, list: refused },
});
/** The target is found, but the next call for its listeners is refused. */
function withoutListenersAfterTarget({ loadBalancers, ...account }: Account): Account {
  let asked = 0;
  const listeners: typeof loadBalancers.listeners = (arn) =>
    (asked += 1) === 1 ? loadBalancers.listeners(arn) : refused();
  return { ...account, loadBalancers: { ...loadBalancers, listeners } };
}
/** A listener with the certificate of the request as its default, and as many others as every account may have. */
async function fill(account: Account) {
  const domainNames: [string, string] = ['app.example.com', '*.app.example.com'];
  const own = account.certificates.add({ domainNames, keyAlgorithm: 'RSA_2048', tags: {} }, 'ISSUED');
  const listener = account.loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, own);
  expect(listener).toBe(HTTPS_443);
  for (let n = 0; n < 25; n += 1)
    await account.loadBalancers.addCertificate(listener, account.certificates.import([`n${n}.example.com`], 100));
}

it('checks one thing after the other, and says what would be created', async () => {
  const planned = await plan(fakeAccount());
  expect(planned.checks.map(({ name, error }) => [name, error])).toEqual(
    [
      'names',
      'zones',
      'CAA',
      'wildcards',
      'target',
      'room',
      'certificate',
      'quota',
      'precedence',
      'validation',
      'aliases',
      'handshake',
    ].map((name) => [name, undefined]),
  );
  expect(planned.canSucceed).toBe(true);
  expect(planned.changes.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'create certificate',
    'create record',
    'create listener',
    'create record',
  ]);
});

it('shows the exact change of a record that is replaced', async () => {
  const account = fakeAccount();
  account.hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['old.example.net.'], ttl: 60 });
  const policy = aPolicy({ mayReplaceRecords: ['example.com'] });
  const planned = await planRequest(aDetail({ alias: 'replace' }), { ...account, policy });
  expect(foundOf(planned, 'records')).toBe('1 would be replaced once HTTPS is verified at the load balancer');
  expect(planned.changes.slice(-2)).toEqual([
    {
      action: 'delete',
      resource: 'record',
      description: 'app.example.com CNAME old.example.net. (TTL 60) in Z1',
    },
    {
      action: 'create',
      resource: 'record',
      description: `app.example.com A alias to ${DNS_NAME} in Z1`,
    },
  ]);
  expect(account.journal.changes).toEqual([]);
});

it.each<[string, (account: Account) => Account, string[]]>([
  ['the certificates of the account', withoutCertificates, ['quota', 'validation']],
  ['the listeners of the load balancer', withoutListenersAfterTarget, ['room']],
])('continues to the last check when reading %s is denied', async (_what, without, failed) => {
  const planned = await plan(without(fakeAccount()));
  expect(failures(planned)).toEqual(failed);
  expect(planned.checks.at(-1)).toMatchObject({ name: 'handshake', found: expect.stringMatching(/^verifies/) });
  expect(planned).toMatchObject({ canSucceed: false, changes: [] });
});

describe('the room on a load balancer, when reading the quota is denied', () => {
  it('is what every account has, because the service requires no more', async () => {
    const planned = await plan(withoutLimits(fakeAccount()));
    expect(foundOf(planned, 'room')).toMatch(/^25 of 25 .*; the quota is assumed .* 25 \(AccessDeniedError: /);
    expect(planned.canSucceed).toBe(true);
    expect(planned.changes).toHaveLength(4);
  });

  it('fails the target once that many are there, because then the service reads the quota too', async () => {
    const account = fakeAccount();
    await fill(account);
    expect(failures(await plan(account))).toEqual([]);
    expect(failures(await plan(withoutLimits(account)))).toEqual(['target']);
  });
});
