import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import {
  type Action,
  AddTagsCommand,
  CreateLoadBalancerCommand,
  type CreateLoadBalancerInput,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { type Seed, seedCloud } from 'local-aws/seed';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { elbLoadBalancers } from '../../shared/aws/load-balancers';
import {
  CertificateNotUsableError,
  DefaultCertificateError,
  ListenerFullError,
  TargetNotFoundError,
  TargetNotUsableError,
} from '../../shared/errors';
import type { LoadBalancers } from '../../shared/ports/load-balancers';

const DAY = 86_400_000;
const SETTLING = 60_000;
const QUOTA = 2;
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const ID = '0123456789abcdef';

let cloud: Cloud;
let seed: Seed;
let client: ElasticLoadBalancingV2Client;
let acm: ACMClient;
let loadBalancers: LoadBalancers;

beforeAll(async () => {
  cloud = await startCloud({
    throttling: false,
    elbv2: { certificatesPerLoadBalancer: QUOTA, certificateSettlingMilliseconds: SETTLING },
  });
  seed = await seedCloud(cloud);
  client = new ElasticLoadBalancingV2Client({ ...serviceOptions, ...clientOptions(cloud) });
  acm = new ACMClient(clientOptions(cloud));
  loadBalancers = elbLoadBalancers(client);
});

afterAll(async () => {
  client.destroy();
  acm.destroy();
  await seed.close();
  await cloud.close();
});

/** A certificate that is `age` old, in milliseconds. */
async function importedCertificate(domainName: string, age = SETTLING): Promise<string> {
  const leaf = await cloud.authority.issue({
    domainNames: [domainName],
    keyAlgorithm: 'EC_prime256v1',
    notBefore: cloud.clock.now() - DAY,
    notAfter: cloud.clock.now() + 90 * DAY,
  });
  const { CertificateArn = '' } = await acm.send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(leaf.certificatePem),
      CertificateChain: Buffer.from(leaf.chainPem),
      PrivateKey: Buffer.from(leaf.privateKeyPem),
    }),
  );
  await cloud.clock.advance(age);
  return CertificateArn;
}

const createLoadBalancer = async (input: CreateLoadBalancerInput) => {
  const { LoadBalancers: [created] = [] } = await client.send(
    new CreateLoadBalancerCommand({ Subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'], ...input }),
  );
  return created?.LoadBalancerArn ?? '';
};

test('finds a load balancer by its name and by its ARN', async () => {
  const found = await loadBalancers.find('web');
  expect(found).toEqual({
    loadBalancerArn: seed.loadBalancerArn,
    name: 'web',
    type: 'application',
    scheme: 'internet-facing',
    dnsName: seed.loadBalancerDnsName.toLowerCase(),
    canonicalHostedZoneId: 'Z32O12XQLNTSW2',
    ipAddressType: 'ipv4',
    vpcId: 'vpc-0a1b2c3d',
  });
  expect(await loadBalancers.find(seed.loadBalancerArn)).toEqual(found);
});

test('returns the type of a load balancer', async () => {
  await createLoadBalancer({ Name: 'inside', Scheme: 'internal' });
  await createLoadBalancer({ Name: 'both', IpAddressType: 'dualstack' });
  await createLoadBalancer({ Name: 'wires', Type: 'network' });
  expect(await loadBalancers.find('inside')).toMatchObject({
    scheme: 'internal',
    dnsName: expect.stringMatching(/^internal-inside-/),
  });
  expect(await loadBalancers.find('both')).toMatchObject({ ipAddressType: 'dualstack' });
  expect(await loadBalancers.find('wires')).toMatchObject({ type: 'network' });
});

test.each([
  ['load balancer of this name', () => loadBalancers.find('gone')],
  ['load balancer of this ARN', () => loadBalancers.find(`${ELB}:loadbalancer/app/gone/${ID}`)],
  ['listener', () => loadBalancers.listener(`${ELB}:listener/app/web/${ID}/${ID}`)],
  ['listener that could have rules', () => loadBalancers.rules(`${ELB}:listener/app/web/${ID}/${ID}`)],
  ['target group', () => loadBalancers.targetGroup(`${ELB}:targetgroup/gone/${ID}`)],
])('reports a missing %s', async (_what, read) => {
  await expect(read()).rejects.toThrow(TargetNotFoundError);
});

test('finds a target group, with the load balancer that uses it', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  const targetGroupArn = http?.forwardsTo ?? '';
  expect(await loadBalancers.targetGroup(targetGroupArn)).toEqual({
    targetGroupArn,
    targetType: 'ip',
    protocol: 'HTTP',
    vpcId: 'vpc-0a1b2c3d',
    ipAddressType: 'ipv4',
    loadBalancerArns: [seed.loadBalancerArn],
  });
  const input = { Name: 'function', TargetType: 'lambda' } as const;
  const { TargetGroups: [lambda] = [] } = await client.send(new CreateTargetGroupCommand(input));
  expect(await loadBalancers.targetGroup(lambda?.TargetGroupArn ?? '')).toMatchObject({
    targetType: 'lambda',
    protocol: undefined,
    vpcId: undefined,
    loadBalancerArns: [],
  });
});

test('returns the quota of the account', async () => {
  expect(await loadBalancers.certificateQuota()).toBe(QUOTA);
});

describe('the certificates of a listener', () => {
  const listener = async () => {
    const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
    return {
      loadBalancerArn: seed.loadBalancerArn,
      sslPolicy: SSL_POLICY,
      defaultAction: { forwardTo: http?.forwardsTo ?? '' },
    };
  };
  let listenerArn: string;
  let first: string;

  test('just after issuance they do not exist, and then are not supported for a while', async () => {
    first = await importedCertificate('first.example.test', 0);
    const create = async () => loadBalancers.createHttpsListener({ ...(await listener()), certificateArn: first });
    await expect(create()).rejects.toThrow(CertificateNotUsableError);
    await expect(create()).rejects.toThrow(/CertificateNotFound/);
    await cloud.clock.advance((SETTLING * 2) / 3);
    await expect(create()).rejects.toThrow(CertificateNotUsableError);
    await expect(create()).rejects.toThrow(/UnsupportedCertificate/);
    await cloud.clock.advance(SETTLING);
  });

  test('the first one is the default of a new listener', async () => {
    const created = await loadBalancers.createHttpsListener({ ...(await listener()), certificateArn: first });
    listenerArn = created ?? '';
    expect(await loadBalancers.listener(listenerArn)).toMatchObject({
      loadBalancerArn: seed.loadBalancerArn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: SSL_POLICY,
      forwardsTo: (await listener()).defaultAction.forwardTo,
      redirect: undefined,
    });
    expect(await loadBalancers.certificates(listenerArn)).toEqual([{ certificateArn: first, isDefault: true }]);
  });

  test('a concurrently created listener is not an error', async () => {
    // With the same settings AWS returns the existing listener (ELB API, CreateListener).
    const same = { ...(await listener()), certificateArn: first };
    expect(await loadBalancers.createHttpsListener(same)).toBe(listenerArn);
    const other = { ...same, certificateArn: await importedCertificate('zeroth.example.test') };
    expect(await loadBalancers.createHttpsListener(other)).toBeUndefined();
  });

  test('one that is added twice is listed once', async () => {
    const second = await importedCertificate('second.example.test');
    await loadBalancers.addCertificate(listenerArn, second);
    await loadBalancers.addCertificate(listenerArn, second);
    expect(await loadBalancers.certificates(listenerArn)).toEqual([
      { certificateArn: first, isDefault: true },
      { certificateArn: second, isDefault: false },
    ]);
  });

  test('one more than the quota is rejected by a named error', async () => {
    await loadBalancers.addCertificate(listenerArn, await importedCertificate('third.example.test'));
    await expect(
      loadBalancers.addCertificate(listenerArn, await importedCertificate('fourth.example.test')),
    ).rejects.toThrow(ListenerFullError);
  });

  test('one may be removed twice; removing the default is rejected by a named error', async () => {
    const [, second] = await loadBalancers.certificates(listenerArn);
    const certificateArn = second?.certificateArn ?? '';
    await loadBalancers.removeCertificate(listenerArn, certificateArn);
    await loadBalancers.removeCertificate(listenerArn, certificateArn);
    expect(await loadBalancers.certificates(listenerArn)).not.toContainEqual(second);
    await expect(loadBalancers.removeCertificate(listenerArn, first)).rejects.toThrow(DefaultCertificateError);
  });

  test('one is not usable just after issuance', async () => {
    const other = await createLoadBalancer({ Name: 'other' });
    expect(await loadBalancers.listeners(other)).toEqual([]);
    await expect(
      loadBalancers.addCertificate(listenerArn, await importedCertificate('fifth.example.test', 0)),
    ).rejects.toThrow(CertificateNotUsableError);
  });
});

test('a new listener may answer 404', async () => {
  const created = await loadBalancers.createHttpsListener({
    loadBalancerArn: await createLoadBalancer({ Name: 'empty' }),
    certificateArn: await importedCertificate('empty.example.test'),
    sslPolicy: SSL_POLICY,
    defaultAction: { respond: '404' },
  });
  const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [created ?? ''] }));
  expect(Listeners).toMatchObject([
    { DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }] },
  ]);
});

test('a target group of another load balancer cannot be used', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  const create = loadBalancers.createHttpsListener({
    loadBalancerArn: await createLoadBalancer({ Name: 'rival' }),
    certificateArn: await importedCertificate('rival.example.test'),
    sslPolicy: SSL_POLICY,
    defaultAction: { forwardTo: http?.forwardsTo ?? '' },
  });
  await expect(create).rejects.toThrow(TargetNotUsableError);
});

test('returns the rules of a listener without its default: their hosts, and where they redirect', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  const listenerArn = http?.listenerArn ?? '';
  expect(await loadBalancers.rules(listenerArn)).toEqual([]);
  const create = (Priority: number, condition: RuleCondition, action: Action) =>
    client.send(
      new CreateRuleCommand({ ListenerArn: listenerArn, Priority, Conditions: [condition], Actions: [action] }),
    );
  const hosts = ['a.example.test', '*.b.example.test'];
  const RedirectConfig = { Protocol: 'HTTPS', Port: '8443', Path: '/new', StatusCode: 'HTTP_301' } as const;
  await create(
    2,
    { Field: 'host-header', HostHeaderConfig: { Values: hosts } },
    { Type: 'forward', TargetGroupArn: http?.forwardsTo },
  );
  await create(1, { Field: 'path-pattern', Values: ['/old'] }, { Type: 'redirect', RedirectConfig });
  expect(await loadBalancers.rules(listenerArn)).toEqual([
    expect.objectContaining({
      priority: 1,
      redirect: { protocol: 'HTTPS', port: '8443', host: '#{host}', path: '/new', query: '#{query}' },
    }),
    expect.objectContaining({ priority: 2, hosts, redirect: undefined }),
  ]);
});

test('creates a rule like another, once', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  const group = await client.send(
    new CreateTargetGroupCommand({
      Name: 'second',
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'ip',
      VpcId: 'vpc-0a1b2c3d',
    }),
  );
  const TargetGroups = [
    { TargetGroupArn: http?.forwardsTo, Weight: 3 },
    { TargetGroupArn: group.TargetGroups?.[0]?.TargetGroupArn, Weight: 1 },
  ];
  await client.send(
    new CreateRuleCommand({
      ListenerArn: http?.listenerArn,
      Priority: 30,
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: ['c.example.test'] } },
        { Field: 'path-pattern', Values: ['/api/*'] },
      ],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    }),
  );
  const https = (await loadBalancers.listeners(seed.loadBalancerArn)).find(({ port }) => port === 443);
  const listenerArn = https?.listenerArn ?? '';
  const rules = await loadBalancers.rules(http?.listenerArn ?? '');
  for (const rule of rules) expect(await loadBalancers.createRule(listenerArn, rule)).toBe(true);
  for (const rule of rules) expect(await loadBalancers.createRule(listenerArn, rule)).toBe(false);
  expect(await loadBalancers.rules(listenerArn)).toEqual(rules);
  expect(rules.at(-1)).toMatchObject({ priority: 30, hosts: ['c.example.test'], paths: ['/api/*'] });
});

test('sets the default action of a listener, and removes a tag', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  const listenerArn = await loadBalancers.createHttpsListener({
    loadBalancerArn: await createLoadBalancer({ Name: 'marked' }),
    certificateArn: await importedCertificate('marked.example.test'),
    sslPolicy: SSL_POLICY,
    defaultAction: { respond: '404' },
    tags: { a: '1', b: '2' },
  });
  const marked = listenerArn ?? '';
  expect(await loadBalancers.listTags([marked])).toEqual({ a: '1', b: '2' });
  await loadBalancers.removeTag(marked, 'b');
  expect(await loadBalancers.listTags([marked])).toEqual({ a: '1' });
  const refused = loadBalancers.setDefaultAction(marked, { copyOf: http?.defaultActions ?? [] });
  await expect(refused).rejects.toThrow(TargetNotUsableError);
  await loadBalancers.setDefaultAction(marked, {
    copyOf: [
      { type: 'fixed-response', definition: { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '204' } } },
    ],
  });
  const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [marked] }));
  expect(Listeners).toMatchObject([{ DefaultActions: [{ FixedResponseConfig: { StatusCode: '204' } }] }]);
  await expect(loadBalancers.removeTag(`${ELB}:listener/app/web/${ID}/${ID}`, 'a')).rejects.toThrow(
    TargetNotFoundError,
  );
});

test('redirects HTTP, and reports the redirect', async () => {
  const [http] = await loadBalancers.listeners(seed.loadBalancerArn);
  expect(http).toMatchObject({ port: 80, protocol: 'HTTP', redirect: undefined });
  await loadBalancers.redirectToHttps(http?.listenerArn ?? '');
  expect(await loadBalancers.listener(http?.listenerArn ?? '')).toMatchObject({
    redirect: { protocol: 'HTTPS', port: '443', host: '#{host}', path: '/#{path}', query: '#{query}' },
    forwardsTo: undefined,
  });
});

test('the tags of a load balancer and a listener are read together', async () => {
  const [listener] = await loadBalancers.listeners(seed.loadBalancerArn);
  const listenerArn = listener?.listenerArn ?? '';
  const tag = (arn: string, Key: string) =>
    client.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key, Value: 'prod' }] }));
  await tag(seed.loadBalancerArn, 'elbv2.k8s.aws/cluster');
  await tag(listenerArn, 'ManagedBy');
  expect(await loadBalancers.listTags([seed.loadBalancerArn, listenerArn])).toEqual({
    'elbv2.k8s.aws/cluster': 'prod',
    ManagedBy: 'prod',
  });
});

test.each(['loadbalancer/app/gone', 'listener/app/gone/1111111111111111'])(
  'the tags of %s, which does not exist, are an error',
  async (path) => {
    await expect(loadBalancers.listTags([`${ELB}:${path}/${ID}`])).rejects.toThrow(TargetNotFoundError);
  },
);
