import { planRequest, type Plan } from '../../../cli/plan/plan-request';
import { AccessDeniedError } from '../../../shared/errors';
import { HTTPS_443, LOAD_BALANCER } from '../../builders/document';
import { aDetail, aPolicy } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';

type Account = ReturnType<typeof fakeAccount>;

const plan = (account: Account, changes: object = {}) =>
  planRequest(aDetail(changes), { ...account, policy: aPolicy() });
const obstacles = ({ looks }: Plan) => looks.filter(({ error }) => error !== undefined).map(({ what }) => what);
const foundOf = ({ looks }: Plan, which: string) => looks.find(({ what }) => what === which)?.found;

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
/** The target is found, and the next question about its listeners is refused. */
function withoutSecondLook({ loadBalancers, ...account }: Account): Account {
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
  expect(planned.looks.map(({ what, error }) => [what, error])).toEqual(
    ['names', 'zones', 'CAA', 'wildcards', 'target', 'room', 'certificate', 'quota', 'validation', 'aliases'].map(
      (what) => [what, undefined],
    ),
  );
  expect(planned.canSucceed).toBe(true);
  expect(planned.changes.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'create certificate',
    'create record',
    'create listener',
    'create record',
  ]);
});

it.each<[string, (account: Account) => Account, string[]]>([
  ['the certificates of the account', withoutCertificates, ['quota', 'validation']],
  ['what stands on the load balancer', withoutSecondLook, ['room']],
])('goes on to the last check where %s may not be looked at', async (_what, without, inTheWay) => {
  const planned = await plan(without(fakeAccount()));
  expect(obstacles(planned)).toEqual(inTheWay);
  expect(planned.looks.at(-1)).toMatchObject({ what: 'aliases', found: expect.stringMatching(/^no conflicts/) });
  expect(planned).toMatchObject({ canSucceed: false, changes: [] });
});

describe('the room on a load balancer, where nobody may ask for the quota', () => {
  it('is what every account has, for the service asks for no more', async () => {
    const planned = await plan(withoutLimits(fakeAccount()));
    expect(foundOf(planned, 'room')).toMatch(/^25 of 25 .*; the quota is assumed .* 25 \(AccessDeniedError: /);
    expect(planned.canSucceed).toBe(true);
    expect(planned.changes).toHaveLength(4);
  });

  it('is in the way of the target once that many are there, for then the service asks too', async () => {
    const account = fakeAccount();
    await fill(account);
    expect(obstacles(await plan(account))).toEqual([]);
    expect(obstacles(await plan(withoutLimits(account)))).toEqual(['target']);
  });
});
