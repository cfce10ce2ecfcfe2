import { createServer } from 'node:net';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CertificateMaterial } from '../src/world';
import {
  errorCode,
  fixedResponse,
  makeCertificate,
  present,
  startElbv2,
  UNKNOWN_CERTIFICATE,
  type RunningElbv2,
} from './elbv2-fixture';

const PQ = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const CLASSIC = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

let cloud: RunningElbv2;
let loadBalancer: string;
let certificate: CertificateMaterial;

beforeEach(async () => {
  cloud = await startElbv2({ certificatesPerLoadBalancer: 3 });
  loadBalancer = await cloud.createLoadBalancer('web');
  certificate = await cloud.certificates.issue(['app.example.test']);
});
afterEach(() => cloud.close());

const secure = (input: Partial<elb.CreateListenerInput> = {}) =>
  cloud.createListener({
    LoadBalancerArn: loadBalancer,
    Protocol: 'HTTPS',
    Port: 443,
    SslPolicy: PQ,
    Certificates: [{ CertificateArn: certificate.arn }],
    ...input,
  });
const plain = (input: Partial<elb.CreateListenerInput> = {}) =>
  cloud.createListener({ LoadBalancerArn: loadBalancer, ...input });
const modify = (ListenerArn: string, input: Partial<elb.ModifyListenerInput>) =>
  cloud.send(new elb.ModifyListenerCommand({ ListenerArn, ...input }));
const describeListener = async (arn: string) =>
  present((await cloud.send(new elb.DescribeListenersCommand({ ListenerArns: [arn] }))).Listeners?.[0]);
const add = (ListenerArn: string, ...arns: string[]) =>
  cloud.send(
    new elb.AddListenerCertificatesCommand({
      ListenerArn,
      Certificates: arns.map((CertificateArn) => ({ CertificateArn })),
    }),
  );
const remove = (ListenerArn: string, CertificateArn: string) =>
  cloud.send(new elb.RemoveListenerCertificatesCommand({ ListenerArn, Certificates: [{ CertificateArn }] }));
const certificatesOf = async (ListenerArn: string) => {
  const { Certificates } = await cloud.send(new elb.DescribeListenerCertificatesCommand({ ListenerArn }));
  return Certificates?.map(({ CertificateArn, IsDefault }) => [CertificateArn, IsDefault]);
};
const targetGroup = async (Name: string) => {
  const input = { Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-0a1b2c3d', TargetType: 'ip' } as const;
  const { TargetGroups } = await cloud.send(new elb.CreateTargetGroupCommand(input));
  return present(TargetGroups?.[0]?.TargetGroupArn);
};

describe('load balancers', () => {
  const describeAll = async (input: elb.DescribeLoadBalancersInput = {}) =>
    (await cloud.send(new elb.DescribeLoadBalancersCommand(input))).LoadBalancers ?? [];

  it('have AWS-shaped names, ARNs and hosted zones', async () => {
    await cloud.createLoadBalancer('inside', { Scheme: 'internal', IpAddressType: 'dualstack' });
    const [web, inside] = await describeAll();
    expect(web).toMatchObject({
      LoadBalancerArn: expect.stringMatching(
        /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
      ),
      DNSName: expect.stringMatching(/^web-\d+\.eu-west-1\.elb\.amazonaws\.com$/),
      CanonicalHostedZoneId: 'Z32O12XQLNTSW2',
      Scheme: 'internet-facing',
      IpAddressType: 'ipv4',
      State: { Code: 'active' },
      CreatedTime: expect.any(Date),
    });
    expect(inside?.DNSName).toMatch(/^internal-inside-\d+\./);
  });

  it('have virtual addresses behind their DNS names, IPv6 when they are dual-stack', async () => {
    await cloud.createLoadBalancer('both', { IpAddressType: 'dualstack' });
    const [web, both] = (await describeAll()).map(({ DNSName }) => cloud.elbv2.addresses.addressesOf(present(DNSName)));
    expect(web).toMatchObject({ ipv4: ['127.10.0.1'], ipv6: [] });
    expect(both).toMatchObject({ ipv4: ['127.10.0.2'], ipv6: ['fd00:127:10::2'] });
    const [{ DNSName } = {}] = await describeAll();
    expect(cloud.elbv2.addresses.addressesOf(`dualstack.${present(DNSName).toUpperCase()}.`)).toEqual(web);
    expect(cloud.elbv2.addresses.addressesOf('web.eu-west-1.elb.amazonaws.com')).toBeUndefined();
  });

  it('are found by name and by ARN, and page by page', async () => {
    await cloud.createLoadBalancer('second');
    await cloud.createLoadBalancer('third');
    const names = (list: elb.LoadBalancer[]) => list.map(({ LoadBalancerName }) => LoadBalancerName);
    expect(names(await describeAll({ Names: ['third'] }))).toEqual(['third']);
    expect(names(await describeAll({ LoadBalancerArns: [loadBalancer] }))).toEqual(['web']);

    const first = await cloud.send(new elb.DescribeLoadBalancersCommand({ PageSize: 2 }));
    expect(names(first.LoadBalancers ?? [])).toEqual(['web', 'second']);
    const rest = await cloud.send(new elb.DescribeLoadBalancersCommand({ PageSize: 2, Marker: first.NextMarker }));
    expect([names(rest.LoadBalancers ?? []), rest.NextMarker]).toEqual([['third'], undefined]);
  });

  it('are created once, however often they are requested', async () => {
    expect(await cloud.createLoadBalancer('web')).toBe(loadBalancer);
    expect(await errorCode(cloud.createLoadBalancer('web', { Scheme: 'internal' }))).toBe('DuplicateLoadBalancerName');
  });

  it('take their listeners and the use of certificates with them', async () => {
    const listener = await secure();
    await cloud.send(new elb.DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
    expect(await errorCode(describeListener(listener))).toBe('ListenerNotFound');
    expect(cloud.certificates.inUse.get(loadBalancer)).toEqual([]);
    expect(cloud.elbv2.network.routes()).toEqual({});
    await cloud.send(new elb.DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
  });

  it.each<[string, string, Partial<elb.CreateLoadBalancerInput>]>([
    ['a name with a dot', 'ValidationError', { Name: 'web.app' }],
    ['a name of 33 characters', 'ValidationError', { Name: 'w'.repeat(33) }],
    ['a name that begins with internal-', 'ValidationError', { Name: 'internal-web' }],
    ['one subnet', 'ValidationError', { Subnets: ['subnet-a'] }],
    ['an unknown scheme', 'InvalidScheme', { Scheme: 'public' as elb.LoadBalancerSchemeEnum }],
    ['the gateway type', 'NotImplemented', { Type: 'gateway' }],
    ['the same tag key twice', 'DuplicateTagKeys', { Tags: [{ Key: 'a' }, { Key: 'a' }] }],
  ])('are refused with %s', async (_, code, input) => {
    expect(await errorCode(cloud.createLoadBalancer('new', input))).toBe(code);
  });

  it.each([
    ['an unknown name', { Names: ['nobody'] }, 'LoadBalancerNotFound'],
    ['an unknown ARN', { LoadBalancerArns: ['arn:aws:elasticloadbalancing:::x'] }, 'LoadBalancerNotFound'],
    ['a page size of 0', { PageSize: 0 }, 'ValidationError'],
    ['a foreign marker', { Marker: '???' }, 'ValidationError'],
  ])('are not described for %s', async (_, input, code) => {
    expect(await errorCode(describeAll(input))).toBe(code);
  });

  it('of the network type can be described, and their listeners are refused', async () => {
    const LoadBalancerArn = await cloud.createLoadBalancer('net', { Type: 'network' });
    const [, net] = await describeAll();
    expect(net?.DNSName).toMatch(/^net-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com$/);
    expect(await errorCode(plain({ LoadBalancerArn }))).toBe('NotImplemented');
  });
});

describe('listeners', () => {
  it('of HTTPS get the default policy of the API when none is named', async () => {
    expect(await describeListener(await secure({ SslPolicy: undefined }))).toMatchObject({
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      Certificates: [{ CertificateArn: certificate.arn }],
    });
  });

  it('are created once with the same settings, and refused with others on the same port', async () => {
    const listener = await secure();
    expect(await secure()).toBe(listener);
    expect(await errorCode(secure({ DefaultActions: [fixedResponse('other')] }))).toBe('DuplicateListener');
    expect(await errorCode(plain({ Port: 443 }))).toBe('DuplicateListener');
  });

  it('are at most 50', async () => {
    for (let port = 1; port <= 50; port += 1) await plain({ Port: port });
    expect(await errorCode(plain({ Port: 51 }))).toBe('TooManyListeners');
  });

  it('show a forward action as AWS describes it', async () => {
    const TargetGroupArn = await targetGroup('app');
    const listener = await plain({ DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
    const { DefaultActions } = await describeListener(listener);
    expect(DefaultActions).toEqual([
      {
        Type: 'forward',
        TargetGroupArn,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
    const rules = await cloud.send(new elb.DescribeRulesCommand({ ListenerArn: listener }));
    expect(rules.Rules).toMatchObject([{ Priority: 'default', IsDefault: true, Actions: DefaultActions }]);
  });

  it('are routed from the virtual address to a real port, until they are deleted', async () => {
    const listener = await plain();
    expect(cloud.elbv2.network.routes()).toEqual({ '127.10.0.1:80': expect.any(Number) });
    await cloud.send(new elb.DeleteListenerCommand({ ListenerArn: listener }));
    expect(cloud.elbv2.network.routes()).toEqual({});
    expect(await errorCode(describeListener(listener))).toBe('ListenerNotFound');
  });

  it('are on the real port that was reserved for them, before and after they exist', async () => {
    const port = await cloud.elbv2.setPort(loadBalancer, 443, 0);
    const again = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => again.on('error', resolve));

    const listener = await secure();
    expect(cloud.realPort(443)).toBe(port);
    await cloud.send(new elb.DeleteListenerCommand({ ListenerArn: listener }));
    await secure();
    expect(cloud.realPort(443)).toBe(port);
    await expect(cloud.elbv2.setPort(loadBalancer, 80, port)).rejects.toThrow('EADDRINUSE');
  });

  it.each<[string, string, Partial<elb.CreateListenerInput>]>([
    ['no certificate', 'ValidationError', { Certificates: undefined }],
    ['an unknown policy', 'SSLPolicyNotFound', { SslPolicy: 'ELBSecurityPolicy-2099-01' }],
    ['an unknown certificate', 'CertificateNotFound', { Certificates: [{ CertificateArn: UNKNOWN_CERTIFICATE }] }],
    ['something that is no ARN', 'ValidationError', { Certificates: [{ CertificateArn: 'certificate' }] }],
    ['the protocol TLS', 'UnsupportedProtocol', { Protocol: 'TLS' }],
    ['port 0', 'ValidationError', { Port: 0 }],
    ['mutual authentication', 'NotImplemented', { MutualAuthentication: { Mode: 'passthrough' } }],
    ['an unknown load balancer', 'LoadBalancerNotFound', { LoadBalancerArn: 'arn:aws:elasticloadbalancing:::x' }],
    ['an unknown target group', 'TargetGroupNotFound', { DefaultActions: [{ Type: 'forward', TargetGroupArn: 'x' }] }],
    ['an authentication action', 'NotImplemented', { DefaultActions: [{ Type: 'authenticate-oidc' }] }],
    [
      'a redirect to HTTP',
      'InvalidLoadBalancerAction',
      { DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTP', StatusCode: 'HTTP_301' } }] },
    ],
    [
      'a redirect to itself',
      'InvalidLoadBalancerAction',
      { DefaultActions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }] },
    ],
  ])('of HTTPS are refused with %s', async (_, code, input) => {
    expect(await errorCode(secure(input))).toBe(code);
    expect(cloud.elbv2.network.routes()).toEqual({});
  });

  it('of HTTP have no certificates and no policy', async () => {
    expect(await errorCode(plain({ SslPolicy: PQ }))).toBe('ValidationError');
    expect(await errorCode(plain({ Certificates: [{ CertificateArn: certificate.arn }] }))).toBe('ValidationError');
  });

  it('of one load balancer have policies of one family', async () => {
    const first = await secure({ SslPolicy: CLASSIC });
    expect(await errorCode(secure({ Port: 8443 }))).toBe('InvalidConfigurationRequest');
    await modify(first, { SslPolicy: PQ });
    const second = await secure({ Port: 8443 });
    expect(await errorCode(modify(second, { SslPolicy: CLASSIC }))).toBe('InvalidConfigurationRequest');
  });

  it('change the given settings and keep the rest', async () => {
    const listener = await secure();
    await add(listener, certificate.arn);
    const next = await cloud.certificates.issue(['next.example.test']);
    await modify(listener, { Certificates: [{ CertificateArn: next.arn }], Port: 8443 });
    expect(await describeListener(listener)).toMatchObject({
      Port: 8443,
      Protocol: 'HTTPS',
      SslPolicy: PQ,
      Certificates: [{ CertificateArn: next.arn }],
      DefaultActions: [{ Type: 'fixed-response' }],
    });
    expect(await certificatesOf(listener)).toEqual([
      [next.arn, true],
      [certificate.arn, false],
    ]);
    expect(Object.keys(cloud.elbv2.network.routes())).toEqual(['127.10.0.1:8443']);
  });

  it('turn to HTTP and back, then with a certificate', async () => {
    const listener = await secure();
    await modify(listener, { Protocol: 'HTTP' });
    expect((await describeListener(listener)).Certificates).toBeUndefined();
    expect(cloud.certificates.inUse.get(loadBalancer)).toEqual([]);
    expect(await errorCode(modify(listener, { Protocol: 'HTTPS' }))).toBe('ValidationError');
    await modify(listener, { Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificate.arn }] });
    expect((await describeListener(listener)).SslPolicy).toBe('ELBSecurityPolicy-2016-08');
  });

  it('are described for a load balancer or by ARN, not for both and not for neither', async () => {
    const listener = await plain();
    const describe = (input: elb.DescribeListenersInput) => cloud.send(new elb.DescribeListenersCommand(input));
    expect((await describe({ LoadBalancerArn: loadBalancer })).Listeners).toMatchObject([{ ListenerArn: listener }]);
    expect(await errorCode(describe({}))).toBe('ValidationError');
    expect(await errorCode(describe({ LoadBalancerArn: loadBalancer, ListenerArns: [listener] }))).toBe(
      'ValidationError',
    );
  });
});

describe("a listener's certificates", () => {
  it('are its default, and a list that starts empty and may hold the default too', async () => {
    const listener = await secure();
    expect(await certificatesOf(listener)).toEqual([[certificate.arn, true]]);
    await add(listener, certificate.arn);
    expect(await certificatesOf(listener)).toEqual([
      [certificate.arn, true],
      [certificate.arn, false],
    ]);
    const page = { ListenerArn: listener, PageSize: 1 };
    const first = await cloud.send(new elb.DescribeListenerCertificatesCommand(page));
    const second = await cloud.send(new elb.DescribeListenerCertificatesCommand({ ...page, Marker: first.NextMarker }));
    expect([first.Certificates?.[0]?.IsDefault, second.Certificates?.[0]?.IsDefault]).toEqual([true, false]);
    expect(second.NextMarker).toBeUndefined();
  });

  it('can be added again, but not be removed twice', async () => {
    const listener = await secure();
    const { arn } = await cloud.certificates.issue(['other.example.test']);
    await add(listener, arn);
    await add(listener, arn);
    expect(await certificatesOf(listener)).toHaveLength(2);
    await remove(listener, arn);
    expect(await errorCode(remove(listener, arn))).toBe('CertificateNotFound');
    expect(await certificatesOf(listener)).toEqual([[certificate.arn, true]]);
  });

  it('are limited over all listeners of the load balancer, defaults not counted', async () => {
    const first = await secure();
    const second = await secure({ Port: 8443 });
    const arns = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => (await cloud.certificates.issue([`${name}.example.test`])).arn),
    );
    const [a, b, c, d] = [present(arns[0]), present(arns[1]), present(arns[2]), present(arns[3])];
    await add(first, a);
    await add(first, b);
    await add(second, c);
    expect(await errorCode(add(second, d))).toBe('TooManyCertificates');
    await add(second, c);
    await modify(second, { Certificates: [{ CertificateArn: d }] });
    await remove(first, a);
    await add(second, d);
  });

  it('are declared in use while a listener has them', async () => {
    const listener = await secure();
    const { arn } = await cloud.certificates.issue(['other.example.test']);
    const inUse = () => cloud.certificates.inUse.get(loadBalancer);
    expect(inUse()).toEqual([certificate.arn]);
    await add(listener, arn);
    expect(inUse()).toEqual([certificate.arn, arn]);
    await modify(listener, { Certificates: [{ CertificateArn: arn }] });
    expect(inUse()).toEqual([arn]);
    await cloud.send(new elb.DeleteListenerCommand({ ListenerArn: listener }));
    expect(inUse()).toEqual([]);
  });

  it('keep the default from being removed', async () => {
    expect(await errorCode(remove(await secure(), certificate.arn))).toBe('OperationNotPermitted');
  });

  it('come one in a call, without IsDefault, to an HTTPS listener that exists', async () => {
    const listener = await secure();
    const { arn } = await cloud.certificates.issue(['other.example.test']);
    expect(await errorCode(add(listener, certificate.arn, arn))).toBe('TooManyCertificates');
    expect(await errorCode(add(listener))).toBe('ValidationError');
    expect(await errorCode(add(await plain(), arn))).toBe('UnsupportedProtocol');
    expect(await errorCode(add(listener.replace(/.$/, 'x'), arn))).toBe('ListenerNotFound');
    const withDefault = new elb.AddListenerCertificatesCommand({
      ListenerArn: listener,
      Certificates: [{ CertificateArn: arn, IsDefault: true }],
    });
    expect(await errorCode(cloud.send(withDefault))).toBe('ValidationError');
  });

  it('are refused while ACM has not issued them', async () => {
    const listener = await secure();
    const pending = UNKNOWN_CERTIFICATE;
    cloud.certificates.putPending(pending);
    const refused = add(listener, pending);
    expect(await errorCode(refused)).toBe('UnsupportedCertificate');
    await expect(refused).rejects.toThrow('must have a fully-qualified domain name, a supported signature');
  });

  it('are not known for a moment after issuance, and then are', async () => {
    const listener = await secure();
    const { arn } = await cloud.certificates.issue(['new.example.test'], { issuedAt: cloud.clock.now() + 60_000 });
    await cloud.clock.advance(60_000);
    expect(await errorCode(add(listener, arn))).toBe('CertificateNotFound');
    await cloud.clock.advance(500);
    expect(await errorCode(add(listener, arn))).toBe('UnsupportedCertificate');
    await cloud.clock.advance(500);
    await add(listener, arn);
  });

  it.each([
    ['of another Region', 'CertificateNotFound', { arn: UNKNOWN_CERTIFICATE.replace('eu-west-1', 'us-east-1') }],
    ['with a key of 1024 bits', 'UnsupportedCertificate', { keyAlgorithm: 'RSA_1024' }],
    ['that were revoked', 'UnsupportedCertificate', { status: 'REVOKED' }],
  ])('%s are refused', async (_, code, settings) => {
    const listener = await secure();
    const { arn } = cloud.certificates.put({ ...(await makeCertificate(['x.example.test'])), ...settings });
    expect(await errorCode(add(listener, arn))).toBe(code);
  });
});

describe('target groups', () => {
  it('are found by ARN, by name and by load balancer', async () => {
    const TargetGroupArn = await targetGroup('app');
    await targetGroup('other');
    await plain({ DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
    const inputs = [{ TargetGroupArns: [TargetGroupArn] }, { Names: ['app'] }, { LoadBalancerArn: loadBalancer }];
    for (const input of inputs) {
      const { TargetGroups } = await cloud.send(new elb.DescribeTargetGroupsCommand(input));
      expect(TargetGroups).toMatchObject([{ TargetGroupArn, LoadBalancerArns: [loadBalancer], TargetType: 'ip' }]);
    }
  });

  it('cannot be deleted while a listener forwards to them, nor serve a second load balancer', async () => {
    const TargetGroupArn = await targetGroup('app');
    const DefaultActions: elb.Action[] = [{ Type: 'forward', TargetGroupArn }];
    const listener = await plain({ DefaultActions });
    const deletion = () => cloud.send(new elb.DeleteTargetGroupCommand({ TargetGroupArn }));
    expect(await errorCode(deletion())).toBe('ResourceInUse');
    const LoadBalancerArn = await cloud.createLoadBalancer('second');
    expect(await errorCode(plain({ LoadBalancerArn, DefaultActions }))).toBe('TargetGroupAssociationLimit');
    await cloud.send(new elb.DeleteListenerCommand({ ListenerArn: listener }));
    await deletion();
  });

  it('can have a Lambda function as their target, and then have no address', async () => {
    const { TargetGroups } = await cloud.send(
      new elb.CreateTargetGroupCommand({ Name: 'function', TargetType: 'lambda' }),
    );
    const [created] = present(TargetGroups);
    expect(created).toMatchObject({ TargetType: 'lambda', HealthCheckEnabled: false, LoadBalancerArns: [] });
    for (const member of ['Protocol', 'Port', 'VpcId']) expect(created).not.toHaveProperty(member);
    const TargetGroupArn = present(created?.TargetGroupArn);
    await plain({ DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
    const Targets = [{ Id: 'arn:aws:lambda:eu-west-1:123456789012:function:f' }];
    expect(await errorCode(cloud.send(new elb.RegisterTargetsCommand({ TargetGroupArn, Targets })))).toBe(
      'NotImplemented',
    );
  });

  it('of another VPC are not forwarded to', async () => {
    const { TargetGroups } = await cloud.send(
      new elb.CreateTargetGroupCommand({
        Name: 'far',
        Protocol: 'HTTP',
        Port: 80,
        VpcId: 'vpc-0f9e8d7c',
        TargetType: 'ip',
      }),
    );
    expect(TargetGroups).toMatchObject([{ VpcId: 'vpc-0f9e8d7c' }]);
    const { TargetGroupArn } = present(TargetGroups?.[0]);
    expect(await errorCode(plain({ DefaultActions: [{ Type: 'forward', TargetGroupArn }] }))).toBe(
      'InvalidConfigurationRequest',
    );
  });

  it.each<[string, string, Partial<elb.CreateTargetGroupInput>]>([
    ['a port for a Lambda function', 'ValidationError', { TargetType: 'lambda' }],
    ['instances', 'NotImplemented', { TargetType: 'instance' }],
    ['HTTPS targets', 'NotImplemented', { Protocol: 'HTTPS' }],
    ['no VPC', 'ValidationError', { VpcId: undefined }],
    ['the name of another', 'DuplicateTargetGroupName', { Name: 'app', Port: 81 }],
  ])('are refused with %s', async (_, code, input) => {
    await targetGroup('app');
    const valid = { Name: 'new', Protocol: 'HTTP', Port: 80, VpcId: 'vpc-0a1b2c3d', TargetType: 'ip' } as const;
    expect(await errorCode(cloud.send(new elb.CreateTargetGroupCommand({ ...valid, ...input })))).toBe(code);
  });
});

it('keeps tags on load balancers, listeners and target groups', async () => {
  const arns = [loadBalancer, await plain({ Tags: [{ Key: 'team', Value: 'web' }] }), await targetGroup('app')];
  const tags = async () => {
    const { TagDescriptions } = await cloud.send(new elb.DescribeTagsCommand({ ResourceArns: arns }));
    return TagDescriptions?.map(({ Tags }) => Tags?.map(({ Key, Value }) => `${Key}=${Value}`));
  };
  expect(await tags()).toEqual([[], ['team=web'], []]);
  const Tags = [{ Key: 'team', Value: 'api' }];
  await cloud.send(new elb.AddTagsCommand({ ResourceArns: arns, Tags }));
  expect(await tags()).toEqual([['team=api'], ['team=api'], ['team=api']]);
  await cloud.send(new elb.RemoveTagsCommand({ ResourceArns: [loadBalancer], TagKeys: ['team'] }));
  expect(await tags()).toEqual([[], ['team=api'], ['team=api']]);
  const unknown = new elb.DescribeTagsCommand({ ResourceArns: ['arn:aws:elasticloadbalancing:::listener/x'] });
  expect(await errorCode(cloud.send(unknown))).toBe('ListenerNotFound');
});

it('describes its security policies, quotas and attributes', async () => {
  const { SslPolicies } = await cloud.send(new elb.DescribeSSLPoliciesCommand({ Names: [PQ] }));
  expect(SslPolicies).toMatchObject([{ Name: PQ, SslProtocols: ['TLSv1.3', 'TLSv1.2'] }]);
  expect(SslPolicies?.[0]?.Ciphers?.[0]).toEqual({ Name: 'TLS_AES_128_GCM_SHA256', Priority: 1 });
  expect(await errorCode(cloud.send(new elb.DescribeSSLPoliciesCommand({ Names: ['x'] })))).toBe('SSLPolicyNotFound');

  const { Limits } = await cloud.send(new elb.DescribeAccountLimitsCommand({}));
  expect(Limits).toContainEqual({ Name: 'certificates-per-application-load-balancer', Max: '3' });

  const attributes = await cloud.send(new elb.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancer }));
  expect(attributes.Attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
});
