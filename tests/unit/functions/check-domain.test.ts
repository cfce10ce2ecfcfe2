import { checkDomain } from '../../../functions/secure/check-domain';
import { cachedHostedZones } from '../../../shared/cache/cached-sources';
import type { DeploymentPolicy } from '../../../shared/config';
import type { Redirect } from '../../../shared/domain/target/listener-rule';
import {
  DNS_NAME,
  EXECUTION,
  HTTP_80,
  HTTPS_443,
  LOAD_BALANCER,
  TARGET_GROUP,
  VPC,
  aTargetGroup,
  aRedirect,
} from '../../builders/document';
import { anEvent, aPolicy } from '../../builders/request';
import { fakeAccount } from '../../fakes/fake-account';
import { validationRecordOf } from '../../fakes/fake-certificates';
import { runCheckDomain } from './run-check-domain';

type Account = ReturnType<typeof fakeAccount>;
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';

async function check(
  changes: object = {},
  arrange: (account: Account) => unknown = () => undefined,
  policy?: Partial<DeploymentPolicy>,
) {
  const account = fakeAccount();
  await arrange(account);
  return runCheckDomain(account, changes, policy);
}
const addHttps = ({ loadBalancers }: Account, defaultArn = 'arn:default') =>
  loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTPS' }, defaultArn);
/** As many certificates, not counting the default, as every account may have. */
const fill = async (account: Account, defaultArn?: string) => {
  const listener = addHttps(account, defaultArn);
  for (let n = 0; n < 25; n += 1) {
    await account.loadBalancers.addCertificate(listener, account.certificates.import([`n${n}.example.com`], 100));
  }
  account.journal.changes.length = 0;
};

it('parses a request and finds its zone and target without creating anything', async () => {
  expect(await check({ domainName: 'App.Example.com.' })).toMatchObject({
    names: { domainName: 'app.example.com', domainNames: ['app.example.com', '*.app.example.com'] },
    zones: [{ domainName: 'app.example.com', zoneId: 'Z1', zoneName: 'example.com' }],
    target: { loadBalancerArn: LOAD_BALANCER, dnsName: DNS_NAME, targetGroupArn: TARGET_GROUP },
  });
});

describe('the cache of hosted zones', () => {
  const setUp = () => {
    const account = fakeAccount();
    const cached = cachedHostedZones(account.hostedZones, () => new Date(0));
    const check = checkDomain({ ...account, cachedHostedZones: cached, policy: aPolicy({ allowedZones: ['*'] }) });
    return {
      ...account,
      request: (domainName: string) =>
        check({ event: anEvent({ domainName, alternativeNames: [] }), executionArn: EXECUTION }),
    };
  };

  it('saves the next request the calls', async () => {
    const { request, journal } = setUp();
    await request('one.example.com');
    await request('two.example.com');
    expect(journal.calls.filter((call) => /^hostedZones\.(list|get)\b/.test(call))).toEqual([
      'hostedZones.list',
      'hostedZones.get Z1',
    ]);
  });

  it('hides neither a new zone nor a newly delegated subdomain zone', async () => {
    const { request, hostedZones, publicDns } = setUp();
    await request('one.example.com');
    hostedZones.add('Z2', 'example.net');
    hostedZones.add('Z3', 'shop.example.com');
    publicDns.delegate('example.net', 'ns.z2.example');
    publicDns.delegate('shop.example.com', 'ns.z3.example');
    expect((await request('app.example.net')).zones).toMatchObject([{ zoneId: 'Z2' }]);
    expect((await request('shop.example.com')).zones).toMatchObject([{ zoneId: 'Z3' }]);
  });
});

describe('the request', () => {
  it.each<[string, object, string, RegExp]>([
    ['without a domainName', { domainName: undefined }, 'InvalidRequestError', /^domainName: /],
    ['with a domainName of the wrong type', { domainName: 7 }, 'InvalidRequestError', /^domainName: .*string/],
    [
      'with a name that is none',
      { domainName: 'no domain' },
      'InvalidRequestError',
      /^domainName: "no domain": has a character/,
    ],
    [
      'with a bad alternative name',
      { alternativeNames: ['ok.example.com', 'a..b'] },
      'InvalidRequestError',
      /^alternativeNames\[1\]: /,
    ],
    [
      'with 101 alternative names',
      { alternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) },
      'InvalidRequestError',
      /^alternativeNames: .*100/,
    ],
    [
      'with more names than the quota',
      { alternativeNames: Array.from({ length: 10 }, (_, n) => `n${n}.example.com`) },
      'InvalidRequestError',
      /11 names.*quota is 10/,
    ],
    ['with a misspelt field', { domian: 'x' }, 'InvalidRequestError', /^detail: .*"domian"/],
    ['with an unknown key type', { keyAlgorithm: 'RSA_1024' }, 'InvalidRequestError', /^keyAlgorithm: /],
    ['with alias as text', { alias: 'yes' }, 'InvalidRequestError', /^alias: must be a boolean, true or false/],
    ['with a tag of AWS', { tags: { 'aws:x': '1' } }, 'InvalidRequestError', /^tags/],
    [
      'with two targets',
      { target: { loadBalancer: 'web', listenerArn: `${ELB}:listener/app/web/1/2` } },
      'InvalidRequestError',
      /^target: .*not both/,
    ],
    [
      'with a listener that is no ARN',
      { target: { listenerArn: 'web' } },
      'InvalidRequestError',
      /^target\.listenerArn: is not the ARN of a listener/,
    ],
    [
      'without a target where none is configured',
      { target: undefined },
      'InvalidRequestError',
      /^target: specify loadBalancer/,
    ],
  ])('%s is rejected', async (_case, changes, name, message) => {
    expect(await check(changes)).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('uses the default load balancer when it specifies none', async () => {
    expect(await check({ target: undefined }, undefined, { defaultLoadBalancer: 'web' })).toMatchObject({
      target: { dnsName: DNS_NAME },
    });
  });

  it.each<[Partial<DeploymentPolicy>, string, RegExp]>([
    [{ allowedDomains: [] }, 'ZoneNotAllowedError', /\(none\)/],
    [
      { allowedDomains: ['other.example.com'] },
      'ZoneNotAllowedError',
      /app\.example\.com, \*\.app\.example\.com: outside/,
    ],
    [{ allowedZones: ['Z9'] }, 'ZoneNotAllowedError', /example\.com \(Z1\)/],
    [{ allowedLoadBalancers: 'api-*' }, 'TargetNotAllowedError', /allowedLoadBalancers: api-\*/],
  ])('outside the allowed scope (%j) is rejected', async (policy, name, message) => {
    expect(await check({}, undefined, policy)).toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

describe('the zone', () => {
  it.each<[string, object, (account: Account) => unknown, string, RegExp]>([
    [
      'is missing',
      { domainName: 'example.net' },
      () => undefined,
      'ZoneNotFoundError',
      /^example\.net: the account has no public/,
    ],
    [
      'is private only',
      { domainName: 'example.net' },
      ({ hostedZones }) => hostedZones.add('Z2', 'example.net', { isPrivate: true }),
      'ZoneNotFoundError',
      /private zone example\.net \(Z2\)/,
    ],
    [
      'is delegated elsewhere',
      {},
      ({ publicDns }) => publicDns.delegate('example.com', 'ns.registrar.example'),
      'DelegationError',
      /delegates it to ns\.registrar\.example, but its hosted zone Z1 has ns-1/,
    ],
    [
      'is delegated to no name servers',
      {},
      ({ publicDns }) => publicDns.delegate('example.com'),
      'DelegationError',
      /to no name servers/,
    ],
    ['cannot be looked up', {}, ({ publicDns }) => publicDns.break('example.com'), 'DnsLookupError', /example\.com NS/],
    ['of the request is unknown', { hostedZoneId: 'Z9' }, () => undefined, 'ZoneNotFoundError', /hostedZoneId: .*Z9/],
    [
      'of the request is private',
      { hostedZoneId: 'Z2' },
      ({ hostedZones }) => hostedZones.add('Z2', 'example.com', { isPrivate: true }),
      'ZoneNotFoundError',
      /private/,
    ],
    [
      'of the request contains no name',
      { hostedZoneId: 'Z2' },
      ({ hostedZones }) => hostedZones.add('Z2', 'example.org'),
      'ZoneNotFoundError',
      /contains none of the names/,
    ],
    [
      'is one of two, both delegated to',
      {},
      ({ hostedZones }) => hostedZones.add('Z2', 'example.com', { nameServers: ['ns-2.awsdns-02.net'] }),
      'DelegationError',
      /several.*hostedZoneId/,
    ],
  ])('that %s is reported', async (_case, changes, arrange, name, message) => {
    expect(await check({ alternativeNames: [], ...changes }, arrange)).toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it('is rejected when a subdomain is delegated elsewhere', async () => {
    const arrange = ({ publicDns }: Account) => publicDns.delegate('app.example.com', 'ns.elsewhere.example');
    expect(await check({}, arrange)).toMatchObject({
      name: 'DelegationError',
      message: expect.stringMatching(/delegates app\.example\.com to ns\.elsewhere\.example/),
    });
  });

  it('is selected among zones with the same name by the delegation', async () => {
    const arrange = ({ hostedZones }: Account) =>
      hostedZones.add('Z0', 'example.com', { nameServers: ['ns.dead.example'] });
    expect(await check({}, arrange)).toMatchObject({ zones: [{ zoneId: 'Z1' }] });
  });

  it('is recognised by the addresses of white-label name servers', async () => {
    const arrange = ({ publicDns }: Account) => {
      publicDns.delegate('example.com', 'ns1.example.com');
      publicDns.setAddresses('ns1.example.com', '198.51.100.1');
      publicDns.setAddresses('ns-1.awsdns-01.com', '198.51.100.1');
    };
    expect(await check({}, arrange)).toMatchObject({ zones: [{ zoneId: 'Z1' }] });
  });

  describe('that is not delegated, beside a live zone of a parent', () => {
    const leftover = ({ hostedZones }: Account) => hostedZones.add('Z2', 'app.example.com');

    it.each<[string, object]>([
      ['is found', {}],
      ['is in the request', { hostedZoneId: 'Z2' }],
    ])('is reported with the id of the live one when it %s', async (_how, changes) => {
      expect(await check(changes, leftover, { allowedZones: ['*'] })).toMatchObject({
        name: 'DelegationError',
        message: expect.stringMatching(
          /^app\.example\.com: public DNS delegates it to no name servers.* app\.example\.com in the zone example\.com \(Z1\) instead: .*"hostedZoneId": "Z1"$/,
        ),
      });
    });

    it('gives way to the live one of the request', async () => {
      expect(await check({ hostedZoneId: 'Z1' }, leftover, { allowedZones: ['*'] })).toMatchObject({
        zones: [{ zoneId: 'Z1', zoneName: 'example.com' }],
      });
    });

    it.each<[string, (account: Account) => unknown, Partial<DeploymentPolicy>]>([
      [
        'is not delegated either',
        ({ publicDns }) => publicDns.delegate('example.com', 'ns.elsewhere.example'),
        { allowedZones: ['*'] },
      ],
      ['is outside allowedZones', () => undefined, { allowedZones: ['Z2'] }],
      [
        'delegates the name elsewhere',
        ({ publicDns }) => publicDns.delegate('app.example.com', 'ns.elsewhere.example'),
        { allowedZones: ['*'] },
      ],
    ])('is reported without a zone that %s', async (_which, arrange, policy) => {
      const arranged = (account: Account) => {
        leftover(account);
        arrange(account);
      };
      expect(await check({}, arranged, policy)).toMatchObject({
        name: 'DelegationError',
        message: expect.not.stringContaining('hostedZoneId'),
      });
    });
  });

  it('may differ for each name', async () => {
    const arrange = ({ hostedZones, publicDns }: Account) => {
      hostedZones.add('Z2', 'example.org');
      publicDns.delegate('example.org', 'ns.z2.example');
    };
    expect(await check({ alternativeNames: ['example.org', '*.example.org'] }, arrange)).toMatchObject({
      zones: [
        { domainName: 'app.example.com', zoneId: 'Z1' },
        { domainName: 'example.org', zoneId: 'Z2' },
      ],
    });
  });
});

describe('a CNAME where a validation record will be', () => {
  const conflicting = (account: Account, ...names: string[]) => {
    for (const name of names) {
      account.certificates.add({ domainNames: [name], keyAlgorithm: 'RSA_2048', tags: {} }, 'ISSUED');
      account.hostedZones.put('Z1', `_x1.${name}`, { type: 'CNAME', values: ['elsewhere.example.net'] });
    }
  };

  it('is reported if an earlier certificate has the name', async () => {
    const names = ['app.example.com', 'shop.example.com'];
    const result = await check({ alternativeNames: ['shop.example.com'] }, (account) => conflicting(account, ...names));
    expect(result).toMatchObject({
      name: 'RecordConflictError',
      message: expect.stringMatching(
        /^_x1\.app.* CNAME elsewhere\.example\.net exists in zone Z1, .*; _x1\.shop\.example\.com CNAME/,
      ),
    });
  });

  it('counts as the record if it leads to the value of ACM', async () => {
    const arrange = (account: Account) => {
      conflicting(account, 'app.example.com');
      account.hostedZones.add('Z9', 'example.net');
      const { value } = validationRecordOf('app.example.com');
      account.hostedZones.put('Z9', 'elsewhere.example.net', { type: 'CNAME', values: [value] });
    };
    expect(await check({}, arrange)).toHaveProperty('target');
  });
});

describe('CAA', () => {
  const issue = (value: string, tag = 'issue') => ({ tag, value, isCritical: false });
  it.each<[string, (account: Account) => unknown, RegExp]>([
    [
      'at the name',
      ({ publicDns }) => publicDns.setCaa('app.example.com', issue('letsencrypt.org')),
      /the CAA records at app\.example\.com \(0 issue "letsencrypt\.org"\).*app\.example\.com CAA 0 issue "amazon\.com"/,
    ],
    [
      'inherited from a parent',
      ({ publicDns }) => publicDns.setCaa('example.com', issue(';')),
      /app\.example\.com, \*\.app\.example\.com: the CAA records at example\.com/,
    ],
    [
      'for the wildcard alone',
      ({ publicDns }) => publicDns.setCaa('example.com', issue('amazon.com'), issue(';', 'issuewild')),
      /^\*\.app\.example\.com: .*CAA 0 issuewild "amazon\.com"/,
    ],
  ])('%s that forbids Amazon is reported with the record to add', async (_case, arrange, message) => {
    expect(await check({}, arrange)).toMatchObject({
      name: 'CaaForbidsAmazonError',
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, string, RegExp]>([
    [
      'where its CNAME leads',
      'www.example.net',
      /the CAA records at www\.example\.net, where the CNAME app\.example\.com leads, .* add the record: www\.example\.net CAA 0 issue "amazon\.com"$/,
    ],
    [
      'at the parent, where its CNAME leads to none',
      'example.com',
      /app\.example\.com: the CAA records at example\.com \(.* add the record: example\.com CAA 0 issue "amazon\.com"$/,
    ],
  ])('of a name with a CNAME is to be added %s', async (_where, owner, message) => {
    const arrange = ({ hostedZones, publicDns }: Account) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['origin.example.com'] });
      hostedZones.put('Z1', 'origin.example.com', { type: 'CNAME', values: ['www.example.net'] });
      const records = [issue('letsencrypt.org')];
      publicDns.setCaa(owner, ...records);
      // A resolver follows the CNAMEs for any type.
      if (owner === 'www.example.net') publicDns.setCaa('app.example.com', ...records);
    };
    expect(await check({ alternativeNames: [], alias: false }, arrange)).toMatchObject({
      name: 'CaaForbidsAmazonError',
      message: expect.stringMatching(message),
    });
  });

  it('closer to the name overrides that of a parent domain', async () => {
    const arrange = ({ publicDns }: Account) => {
      publicDns.setCaa('example.com', issue(';'));
      publicDns.setCaa('app.example.com', issue('amazon.com'));
    };
    expect(await check({}, arrange)).toHaveProperty('target');
  });
});

describe('the target', () => {
  it.each<[string, object, (account: Account) => unknown, string, RegExp]>([
    ['is unknown', { target: { loadBalancer: 'nobody' } }, () => undefined, 'TargetNotFoundError', /nobody/],
    [
      'is a listener that is unknown',
      { target: { listenerArn: `${ELB}:listener/app/web/1/2` } },
      () => undefined,
      'TargetNotFoundError',
      /The listener .* does not exist/,
    ],
    [
      'is a listener of plain HTTP',
      { target: { listenerArn: HTTP_80 } },
      () => undefined,
      'TargetNotUsableError',
      /HTTP:80, not HTTPS:443/,
    ],
    [
      'has an unknown target group',
      { target: { loadBalancer: 'web', targetGroupArn: `${ELB}:targetgroup/x/1` } },
      () => undefined,
      'TargetNotFoundError',
      /The target group .* does not exist/,
    ],
    [
      'has the target group of another load balancer',
      { target: { loadBalancer: 'web', targetGroupArn: TARGET_GROUP } },
      ({ loadBalancers }) =>
        loadBalancers.addTargetGroup(aTargetGroup({ loadBalancerArns: [`${ELB}:loadbalancer/app/x/1`] })),
      'TargetNotUsableError',
      /^target\.targetGroupArn: \S+targetgroup\/web\/\w+ is used by \S+app\/x\/1; ELB allows one/,
    ],
    [
      'has something else on port 443',
      {},
      ({ loadBalancers }) => loadBalancers.addListener(LOAD_BALANCER, { port: 443, protocol: 'HTTP' }),
      'TargetNotUsableError',
      /port 443 is used by an HTTP listener/,
    ],
    [
      'has no target group to forward to',
      {},
      ({ loadBalancers }) => loadBalancers.removeListener(HTTP_80),
      'TargetNotUsableError',
      /specify target\.targetGroupArn/,
    ],
    [
      'has nothing that could redirect',
      { redirectHttp: true },
      ({ loadBalancers }) => loadBalancers.removeListener(HTTP_80),
      'TargetNotUsableError',
      /redirectHttp/,
    ],
    ['is full', {}, fill, 'ListenerFullError', /25 certificates, not counting its listeners' defaults.*quota is 25/],
    [
      'has an address of somebody else',
      {},
      ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { type: 'A', values: ['192.0.2.1'] }),
      'RecordConflictError',
      /A 192\.0\.2\.1/,
    ],
  ])('that %s is reported before anything is requested', async (_case, changes, arrange, name, message) => {
    expect(await check(changes, arrange)).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it.each<[string, object, (account: Account) => unknown]>([
    ['is a listener of plain HTTP', { target: { listenerArn: HTTP_80 } }, () => undefined],
    [
      'is a Network Load Balancer',
      { target: { loadBalancer: 'mail' } },
      ({ loadBalancers }) =>
        loadBalancers.add({
          loadBalancerArn: `${ELB}:loadbalancer/net/mail/1`,
          name: 'mail',
          type: 'network',
          scheme: 'internal',
          dnsName: 'mail.elb.eu-west-1.amazonaws.com',
          canonicalHostedZoneId: 'ZELB',
          ipAddressType: 'ipv4',
          vpcId: VPC,
        }),
    ],
    ['is full', {}, fill],
  ])(
    'that %s, and is not allowed, is refused for that alone: nothing is said of what is not theirs',
    async (_case, changes, arrange) => {
      const refused = await check(changes, arrange, { allowedLoadBalancers: 'api-*' });
      expect(refused).toMatchObject({
        name: 'TargetNotAllowedError',
        message: expect.not.stringMatching(/HTTP:80|network|quota/),
      });
    },
  );

  it('may keep a conflicting address when no alias is requested', async () => {
    const arrange = ({ hostedZones }: Account) =>
      hostedZones.put('Z1', 'app.example.com', { type: 'A', values: ['192.0.2.1'] });
    expect(await check({ alias: false }, arrange)).toHaveProperty('target');
  });

  describe('a request that replaces records', () => {
    const replace = { alias: 'replace' };
    const allowed = { mayReplaceRecords: ['app.example.com'] };
    const put =
      (record: Parameters<Account['hostedZones']['put']>[2], name = 'app.example.com') =>
      ({ hostedZones }: Account) =>
        hostedZones.put('Z1', name, record);
    const old = { type: 'A', values: ['192.0.2.1'] };

    it('has the exact change in the state document', async () => {
      expect(await check(replace, put(old), allowed)).toMatchObject({
        request: { alias: 'replace' },
        recordChanges: [
          {
            zoneId: 'Z1',
            name: 'app.example.com',
            deleted: [{ type: 'A', ttl: 300, values: ['192.0.2.1'] }],
            created: [{ type: 'A', aliasTarget: { dnsName: DNS_NAME, evaluateTargetHealth: false } }],
          },
        ],
      });
    });

    it('keeps a name that reaches the load balancer through another one', async () => {
      const arrange = ({ hostedZones }: Account) => {
        hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['web.example.com'] });
        hostedZones.put('Z1', 'web.example.com', { type: 'A', aliasTarget: DNS_NAME, values: [] });
      };
      expect(await check(replace, arrange, allowed)).toMatchObject({
        recordChanges: [{ kept: [{ type: 'CNAME' }], deleted: [], created: [] }],
      });
    });

    it.each([
      ['a parent of the name is allowed', ['example.com']],
      ['every allowed domain is', ['*']],
    ])('is accepted when %s', async (_case, mayReplaceRecords) => {
      expect(await check(replace, put(old), { mayReplaceRecords })).toHaveProperty('recordChanges');
    });

    it.each<[string, object, (account: Account) => unknown, Partial<DeploymentPolicy>, string, RegExp]>([
      [
        'where no domain is allowed',
        {},
        put(old),
        {},
        'RecordReplacementNotAllowedError',
        /^alias: "replace" is not allowed for app\.example\.com: .*\(none\)/,
      ],
      [
        'for one name that is not allowed, even if it has no record',
        { alternativeNames: ['www.example.com'] },
        put(old),
        allowed,
        'RecordReplacementNotAllowedError',
        /for www\.example\.com: .*\(app\.example\.com\)/,
      ],
      [
        'of a record with a routing policy',
        {},
        put({ ...old, setIdentifier: 'blue' }),
        allowed,
        'RecordConflictError',
        /app\.example\.com is A 192\.0\.2\.1 \(TTL 300; routing policy, record ID "blue"\) in zone Z1/,
      ],
      [
        'to a load balancer whose HTTPS cannot be verified first',
        {},
        (account) => {
          put(old)(account);
          const { find } = account.loadBalancers;
          account.loadBalancers.find = async (name) => ({ ...(await find(name)), scheme: 'internal' });
        },
        allowed,
        'TargetNotUsableError',
        /^alias: "replace" needs HTTPS to be verified .*internal/,
      ],
    ])('is refused %s', async (_case, changes, arrange, policy, name, message) => {
      expect(await check({ ...replace, ...changes }, arrange, policy)).toMatchObject({
        name,
        message: expect.stringMatching(message),
      });
    });
  });

  describe('with rules on HTTP:80', () => {
    /** One rule per argument: whether it redirects to HTTPS. */
    const rules =
      (...redirecting: boolean[]) =>
      ({ loadBalancers }: Account) =>
        redirecting.forEach((redirects, index) =>
          loadBalancers.addRule(HTTP_80, { priority: index + 1, redirect: redirects ? aRedirect() : undefined }),
        );
    const rulesAndHttps =
      (...redirecting: boolean[]) =>
      (account: Account) => {
        rules(...redirecting)(account);
        addHttps(account);
      };
    const named = { target: { loadBalancer: 'web', targetGroupArn: TARGET_GROUP } };
    const redirect = { redirectHttp: true };

    const rulesOfAnotherHost = (account: Account) => {
      addHttps(account);
      account.loadBalancers.addRule(HTTP_80, { priority: 1, hosts: ['other.example.com'] });
    };
    /** HTTP:80 redirects already. */
    const redirecting = (account: Account, changes: Partial<Redirect> = {}) => {
      const { loadBalancers } = account;
      addHttps(account);
      loadBalancers.removeListener(HTTP_80);
      loadBalancers.addListener(LOAD_BALANCER, { port: 80, protocol: 'HTTP', redirect: aRedirect(changes) });
    };

    it('that redirects to HTTPS already is accepted with redirectHttp', async () => {
      expect(await check(redirect, redirecting)).toHaveProperty('target');
    });

    it.each<[string, object, (account: Account) => unknown, RegExp]>([
      [
        'that redirects to another port',
        redirect,
        (account) => redirecting(account, { port: '8443' }),
        /^HTTP:80 \(\S+\/80\): redirectHttp: its default action redirects to https:\/\/#\{host\}:8443\//,
      ],
      [
        'would stay on HTTP for what its rule matches, although it redirects the rest',
        redirect,
        (account) => {
          redirecting(account);
          rules(false)(account);
        },
        /match 1 rule would stay on HTTP.*\(priority 1\)$/,
      ],
      [
        'would get a listener without its rule',
        {},
        rules(false),
        /^HTTP:80 \(\S+\/80\) has 1 rule in addition to its default action\. A new HTTPS:443 listener would have no rules.*specify target\.targetGroupArn .* yourself$/,
      ],
      ['would get a listener without its rules', {}, rules(false, true), /has 2 rules .*HTTPS:443/],
      [
        'would stay on HTTP for requests that a rule matches',
        redirect,
        rulesAndHttps(false, true),
        /has 2 rules in addition to its default action\. redirectHttp changes the default action only.*match 1 rule would stay on HTTP.*omit redirectHttp/,
      ],
      [
        'would stay on HTTP for requests that two rules match',
        { ...named, ...redirect },
        rules(false, false),
        /match 2 rules would stay on HTTP/,
      ],
      [
        'would get both',
        redirect,
        rules(false),
        /has 1 rule .*HTTPS:443 listener would have no rules.*redirectHttp changes the default action only/,
      ],
    ])('%s, is rejected before anything is requested', async (_case, changes, arrange, message) => {
      expect(await check(changes, arrange)).toMatchObject({
        name: 'TargetNotUsableError',
        message: expect.stringMatching(message),
      });
    });

    it.each<[string, object, (account: Account) => unknown, number]>([
      ['and an HTTPS:443 listener, is not asked for them', {}, rulesAndHttps(false), 0],
      ['is not asked for them when the request names a target group', named, rules(false), 0],
      ['may redirect when none matches the names', redirect, rulesOfAnotherHost, 1],
      ['may redirect when each of them does so too', redirect, rulesAndHttps(true), 1],
      ['that are none but the default is asked once for both', redirect, () => undefined, 1],
    ])('%s', async (_case, changes, arrange, times) => {
      let asked: readonly string[] = [];
      const checked = await check(changes, async (account) => {
        await arrange(account);
        asked = account.journal.calls;
      });
      expect(checked).toHaveProperty('target');
      expect(asked.filter((call) => call.startsWith('loadBalancers.rules'))).toHaveLength(times);
    });
  });

  it('may get a listener that answers 404, whatever HTTP:80 does', async () => {
    const arrange = ({ loadBalancers }: Account) => {
      loadBalancers.removeListener(HTTP_80);
      loadBalancers.addListener(LOAD_BALANCER, { port: 80, protocol: 'HTTP' });
      loadBalancers.addRule(HTTP_80, { priority: 1 });
    };
    const { target } = (await check({ target: { loadBalancer: 'web', defaultAction: '404' } }, arrange)) as {
      target: object;
    };
    expect(target).toMatchObject({ defaultAction: '404' });
    expect(target).not.toHaveProperty('targetGroupArn');
  });

  describe('whose rules are to be copied', () => {
    const copied = { target: { loadBalancer: 'web', copyRules: true } };
    const withRules =
      (count: number, changes: object = {}) =>
      ({ loadBalancers }: Account) => {
        for (let priority = 1; priority <= count; priority += 1)
          loadBalancers.addRule(HTTP_80, { priority, ...changes });
      };

    it.each<[string, (account: Account) => unknown, boolean]>([
      ['gets a listener like HTTP:80', withRules(2), true],
      ['keeps a listener that exists as it is', (account) => void (withRules(2)(account), addHttps(account)), false],
      [
        'is completed when this deployment was interrupted',
        (account) => {
          withRules(2)(account);
          const tags = { 'acm-autopilot:stack': 'test', 'acm-autopilot:copyingRules': HTTP_80 };
          account.loadBalancers.tag(addHttps(account), tags);
        },
        true,
      ],
    ])('%s', async (_case, arrange, isCopied) => {
      const { target } = (await check(copied, arrange)) as { target: Record<string, unknown> };
      expect(target['copyRulesFrom']).toBe(isCopied ? HTTP_80 : undefined);
    });

    it.each<[string, (account: Account) => unknown, RegExp]>([
      [
        'with a rule that would loop',
        withRules(1, { redirect: aRedirect() }),
        /^target\.copyRules: HTTP:80 \(\S+\) cannot be copied as it is: rule 1 redirects to .* endless loop/,
      ],
      ['with too many rules', withRules(51), /would have 102 rules.*quota is 100/],
      ['without HTTP:80', ({ loadBalancers }) => loadBalancers.removeListener(HTTP_80), /no HTTP:80 listener to copy/],
    ])('%s is refused', async (_case, arrange, message) => {
      expect(await check(copied, arrange)).toMatchObject({
        name: 'TargetNotUsableError',
        message: expect.stringMatching(message),
      });
    });
  });

  it('may be specified by its listener', async () => {
    expect(await check({ target: { listenerArn: HTTPS_443 } }, addHttps)).toMatchObject({
      target: { listenerArn: HTTPS_443 },
    });
  });

  it('may be full when the certificate is already attached', async () => {
    const arrange = async (account: Account) => {
      const domainNames: [string, string] = ['app.example.com', '*.app.example.com'];
      await fill(account, account.certificates.add({ domainNames, keyAlgorithm: 'RSA_2048', tags: {} }, 'ISSUED'));
    };
    expect(await check({}, arrange)).toHaveProperty('target');
  });

  it.each<[string, (account: Account) => unknown, number]>([
    ['is not looked up while no account could have less room', addHttps, 0],
    ['is looked up once that does not settle it', fill, 1],
  ])('has a quota that %s', async (_when, arrange, times) => {
    let asked: readonly string[] = [];
    await check({}, async (account) => {
      account.loadBalancers.limitTo(26);
      await arrange(account);
      asked = account.journal.calls;
    });
    expect(asked.filter((call) => call === 'loadBalancers.certificateQuota')).toHaveLength(times);
  });
});
