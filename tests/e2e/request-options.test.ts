import { randomInt, X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:tls';
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOptions } from 'local-aws/clients';
import { requestOverHttps } from '../../demo/https-request';
import { seedCloud, type Seed } from 'local-aws/seed';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { runService, type RunningService } from './running-service';

const DAY = 86_400_000;

let service: RunningService;
let second: Seed;
let elbClient: elb.ElasticLoadBalancingV2Client;
const resolver = new Resolver();

beforeAll(async () => {
  service = await runService({}, { AllowedZones: '*', AllowedDomains: '*' });
  second = await seedCloud(service.cloud, { zoneName: 'second.test', loadBalancerName: 'second' });
  elbClient = new elb.ElasticLoadBalancingV2Client(clientOptions(service.cloud));
  resolver.setServers([`127.0.0.1:${service.cloud.dnsPort}`]);
});

afterAll(async () => {
  elbClient.destroy();
  await second.close();
  await service.close();
});

interface Document {
  readonly zones: readonly { readonly domainName: string; readonly zoneName: string }[];
  readonly certificate: { readonly certificateArn: string };
  readonly attachment: { readonly listenerArn: string; readonly as: string; readonly created: string };
  readonly alias?: { readonly records: readonly { readonly name: string; readonly type: string }[] };
}

/** The output of a successful execution; throws the cause of a failed one. */
function documentOf({ error, cause, output }: ExecutionView): Document {
  if (output === undefined) throw new Error(`${error}: ${cause}`);
  return JSON.parse(output) as Document;
}

const securedEvent = ({ arn }: ExecutionView) => service.publishedEvents(arn)[0]?.detail;

async function createLoadBalancer(input: elb.CreateLoadBalancerInput): Promise<elb.LoadBalancer> {
  const { LoadBalancers: [created] = [] } = await elbClient.send(
    new elb.CreateLoadBalancerCommand({ Subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'], ...input }),
  );
  if (!created) throw new Error('no load balancer was created');
  return created;
}

/** Waits until a change has reached every name server of a zone. */
const everyNameServerHasIt = () => service.cloud.clock.advance(60_000);

/** A target group that no load balancer uses, because it can have only one. */
async function createTargetGroup(): Promise<string | undefined> {
  const Name = `group-${randomInt(1_000_000)}`;
  const { TargetGroups: [group] = [] } = await elbClient.send(
    new elb.CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: 'vpc-0a1b2c3d' }),
  );
  return group?.TargetGroupArn;
}

/** The certificate that a client without verification receives. */
function servedCertificate(port: number, servername: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw));
      socket.end();
    });
    socket.on('error', reject);
  });
}

test('an RSA key by default; its listener has it as the default certificate', async () => {
  const execution = await service.secure({ domainName: 'first.example.test' });
  expect(documentOf(execution).attachment).toMatchObject({ as: 'default', created: 'listener' });
  const { publicKey } = await servedCertificate(service.seed.httpsPort, 'first.example.test');
  expect([publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails?.modulusLength]).toEqual(['rsa', 2048]);
});

test.each([
  ['EC_prime256v1', 'prime256v1'],
  ['EC_secp384r1', 'secp384r1'],
])('a key of %s', async (keyAlgorithm, namedCurve) => {
  const domainName = `${namedCurve}.example.test`;
  documentOf(await service.secure({ domainName, keyAlgorithm }));
  const { publicKey } = await servedCertificate(service.seed.httpsPort, domainName);
  expect([publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails?.namedCurve]).toEqual(['ec', namedCurve]);
});

test('a further domain on the same listener, which then serves all of them', async () => {
  const execution = await service.secure({ domainName: 'further.example.test' });
  expect(documentOf(execution).attachment).toMatchObject({ as: 'sni', created: 'attachment' });
  const { rootPem } = service.cloud.authority;
  for (const domainName of ['first.example.test', 'further.example.test']) {
    const answer = await requestOverHttps({ domainName, port: service.seed.httpsPort, rootPem });
    expect(answer).toMatchObject({ status: 200, subject: domainName });
  }
});

test('ten names in two zones, with one batch of validation records and one of aliases per zone', async () => {
  const names = ['one', 'two', 'three', 'four', 'five'].flatMap((name) => [
    `${name}.example.test`,
    `${name}.second.test`,
  ]);
  const [domainName = '', ...alternativeNames] = names;
  service.cloud.clearCalls();
  const execution = await service.secure({ domainName, alternativeNames });
  expect(
    documentOf(execution)
      .zones.map(({ zoneName }) => zoneName)
      .sort(),
  ).toEqual([...Array<string>(5).fill('example.test'), ...Array<string>(5).fill('second.test')]);
  const batches = service.cloud.calls
    .filter(({ operation }) => operation === 'ChangeResourceRecordSets')
    .map(({ input }) => input as { HostedZoneId: string; ChangeBatch: { Changes: { Action: string }[] } })
    .map(({ HostedZoneId, ChangeBatch: { Changes } }) => [HostedZoneId, Changes.map(({ Action }) => Action)]);
  const zoneIds = [service.seed.hostedZoneId, second.hostedZoneId];
  expect(batches).toEqual([
    ...zoneIds.map((zoneId) => [zoneId, Array(5).fill('UPSERT')]),
    ...zoneIds.map((zoneId) => [zoneId, Array(5).fill('CREATE')]),
  ]);
  const { rootPem } = service.cloud.authority;
  for (const name of ['one.example.test', 'five.second.test']) {
    expect(await requestOverHttps({ domainName: name, port: service.seed.httpsPort, rootPem })).toMatchObject({
      status: 200,
    });
  }
});

test('a dual-stack load balancer and a target group of its own: the domain gets an AAAA record too', async () => {
  const { DNSName = '', LoadBalancerArn } = await createLoadBalancer({ Name: 'dual', IpAddressType: 'dualstack' });
  const domainName = 'dual.example.test';
  const target = { loadBalancer: LoadBalancerArn, targetGroupArn: await createTargetGroup() };
  const document = documentOf(await service.secure({ domainName, target }));
  await everyNameServerHasIt();
  expect(document.alias?.records.map(({ type }) => type)).toEqual(['A', 'AAAA']);
  expect(await resolver.resolve4(domainName)).toEqual(await resolver.resolve4(DNSName));
  expect(await resolver.resolve6(domainName)).toEqual(await resolver.resolve6(DNSName));
});

test('redirectHttp: HTTP is redirected to HTTPS', async () => {
  const domainName = 'redirected.second.test';
  documentOf(await service.secure({ domainName, target: { loadBalancer: 'second' }, redirectHttp: true }));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port: second.httpPort, path: '/path?query', headers: { host: domainName } }, resolve)
      .on('error', reject)
      .end();
  });
  answer.resume();
  expect([answer.statusCode, answer.headers.location]).toEqual([301, `https://${domainName}:443/path?query`]);
});

/** Secures a domain on a load balancer of its own, whose HTTP:80 has a rule besides its default action. */
async function redirectBeside(name: string, rule: Pick<elb.CreateRuleInput, 'Conditions' | 'Actions'>) {
  const { LoadBalancerArn } = await createLoadBalancer({ Name: name });
  const TargetGroupArn = await createTargetGroup();
  const { Listeners: [http] = [] } = await elbClient.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  await elbClient.send(new elb.CreateRuleCommand({ ListenerArn: http?.ListenerArn, Priority: 1, ...rule }));
  const target = { loadBalancer: name, targetGroupArn: TargetGroupArn };
  return service.secure({ domainName: `${name}.example.test`, target, redirectHttp: true });
}

test('redirectHttp beside a rule of another host, which does not matter', async () => {
  const execution = await redirectBeside('beside', {
    Conditions: [{ Field: 'host-header', Values: ['other.example.test'] }],
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
  });
  expect(documentOf(execution)).toMatchObject({ redirect: { changed: true } });
});

test('redirectHttp beside a rule that leads the name to another host is reported, and nothing is created', async () => {
  const { cause, error, output } = await redirectBeside('astray', {
    Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
    Actions: [
      {
        Type: 'redirect',
        RedirectConfig: { Protocol: 'HTTPS', Port: '443', Host: 'new.example.test', StatusCode: 'HTTP_301' },
      },
    ],
  });
  expect([error, output]).toEqual(['TargetNotUsableError', undefined]);
  expect(cause).toMatch(
    /its rule 1 redirects to https:\/\/new\.example\.test:443.* not to https:\/\/ of the same name/,
  );
});

test('defaultAction 404: a listener that answers 404, beside an HTTP:80 that serves by its rules alone', async () => {
  const { LoadBalancerArn = '' } = await createLoadBalancer({ Name: 'ruled' });
  const respond = (StatusCode: string): elb.Action[] => [
    { Type: 'fixed-response', FixedResponseConfig: { StatusCode } },
  ];
  const { Listeners: [http] = [] } = await elbClient.send(
    new elb.CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: respond('503') }),
  );
  const domainName = 'ruled.example.test';
  await elbClient.send(
    new elb.CreateRuleCommand({
      ListenerArn: http?.ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'host-header', Values: [domainName] }],
      Actions: respond('200'),
    }),
  );
  const refused = await service.secure({ domainName, target: { loadBalancer: 'ruled' } });
  expect(refused.error).toBe('TargetNotUsableError');
  expect(refused.cause).toMatch(/specify target\.targetGroupArn, or target\.defaultAction "404"/);

  const execution = await service.secure({ domainName, target: { loadBalancer: 'ruled', defaultAction: '404' } });
  expect(documentOf(execution).attachment).toMatchObject({ as: 'default', created: 'listener' });
  const port = await service.cloud.elbv2.setPort(LoadBalancerArn, 443, 0);
  const { rootPem } = service.cloud.authority;
  expect(await requestOverHttps({ domainName, port, rootPem })).toMatchObject({ status: 404 });
});

test('copyRules: HTTPS:443 does what HTTP:80 does', async () => {
  const { LoadBalancerArn = '' } = await createLoadBalancer({ Name: 'copied' });
  const respond = (MessageBody: string): elb.Action => ({
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody },
  });
  const { Listeners: [http] = [] } = await elbClient.send(
    new elb.CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [respond('other')] }),
  );
  const rules: [number, string, elb.Action][] = [
    [5, '/admin/*', respond('admin')],
    [900, '/old', { Type: 'redirect', RedirectConfig: { Path: '/new', StatusCode: 'HTTP_302' } }],
  ];
  for (const [Priority, path, action] of rules) {
    const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }];
    const rule = { ListenerArn: http?.ListenerArn, Priority, Conditions, Actions: [action] };
    await elbClient.send(new elb.CreateRuleCommand(rule));
  }
  const domainName = 'copied.example.test';
  const execution = await service.secure({ domainName, target: { loadBalancer: 'copied', copyRules: true } });
  const { listenerArn } = documentOf(execution).attachment;
  const describeRules = async (ListenerArn?: string) => {
    const { Rules = [] } = await elbClient.send(new elb.DescribeRulesCommand({ ListenerArn }));
    return Rules.map(({ RuleArn: _own, ...rule }) => rule);
  };
  const wanted = await describeRules(http?.ListenerArn);
  expect(wanted).toHaveLength(3);
  expect(await describeRules(listenerArn)).toEqual(wanted);
  const { TagDescriptions: [tags] = [] } = await elbClient.send(
    new elb.DescribeTagsCommand({ ResourceArns: [listenerArn] }),
  );
  expect(tags?.Tags?.map(({ Key }) => Key)).toEqual(['acm-autopilot:stack']);

  const port = await service.cloud.elbv2.setPort(LoadBalancerArn, 443, 0);
  const { rootPem } = service.cloud.authority;
  expect(await requestOverHttps({ domainName, port, rootPem })).toMatchObject({ status: 200, body: 'other' });
});

test('a Lambda function as the target of a new listener', async () => {
  const { LoadBalancerName } = await createLoadBalancer({ Name: 'function' });
  const { TargetGroups: [group] = [] } = await elbClient.send(
    new elb.CreateTargetGroupCommand({ Name: 'function', TargetType: 'lambda' }),
  );
  const target = { loadBalancer: LoadBalancerName, targetGroupArn: group?.TargetGroupArn };
  const execution = await service.secure({ domainName: 'function.example.test', target });
  expect(documentOf(execution).attachment).toMatchObject({ as: 'default', created: 'listener' });
});

test('alias false: the domain is served without an alias record', async () => {
  const domainName = 'no-alias.example.test';
  const execution = await service.secure({ domainName, alias: false });
  expect(documentOf(execution).alias).toBeUndefined();
  expect(securedEvent(execution)).toMatchObject({ verified: true });
  await everyNameServerHasIt();
  // The name exists because of the validation record below it.
  await expect(resolver.resolve4(domainName)).rejects.toMatchObject({ code: 'ENODATA' });
});

test('an internal load balancer: secured, not verified, with the reason', async () => {
  const { LoadBalancerName } = await createLoadBalancer({ Name: 'inside', Scheme: 'internal' });
  const execution = await service.secure({
    domainName: 'inside.example.test',
    target: { loadBalancer: LoadBalancerName, targetGroupArn: await createTargetGroup() },
  });
  documentOf(execution);
  expect(securedEvent(execution)).toMatchObject({
    verified: false,
    notVerifiedBecause: expect.stringContaining('the load balancer is internal'),
  });
});

test('an existing listener keeps its default certificate and its policy', async () => {
  const { LoadBalancerArn } = await createLoadBalancer({ Name: 'older' });
  const CertificateArn = await importCertificate('old.example.test');
  const { Listeners: [listener] = [] } = await elbClient.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '204' } }],
    }),
  );
  const target = { listenerArn: listener?.ListenerArn };
  const document = documentOf(await service.secure({ domainName: 'older.example.test', target }));
  expect(document.attachment).toEqual({ listenerArn: listener?.ListenerArn, as: 'sni', created: 'attachment' });
  const { Certificates } = await elbClient.send(
    new elb.DescribeListenerCertificatesCommand({ ListenerArn: listener?.ListenerArn }),
  );
  expect(Certificates).toEqual([
    { CertificateArn, IsDefault: true },
    { CertificateArn: document.certificate.certificateArn, IsDefault: false },
  ]);
  const { Listeners } = await elbClient.send(new elb.DescribeListenersCommand({ LoadBalancerArn }));
  expect(Listeners).toMatchObject([
    { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06', DefaultActions: [{ Type: 'fixed-response' }] },
  ]);
});

async function importCertificate(domainName: string): Promise<string | undefined> {
  const { authority, clock } = service.cloud;
  const leaf = await authority.issue({
    domainNames: [domainName],
    keyAlgorithm: 'EC_prime256v1',
    notBefore: clock.now() - DAY,
    notAfter: clock.now() + 90 * DAY,
  });
  const client = new ACMClient(clientOptions(service.cloud));
  const { CertificateArn } = await client.send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(leaf.certificatePem),
      CertificateChain: Buffer.from(leaf.chainPem),
      PrivateKey: Buffer.from(leaf.privateKeyPem),
    }),
  );
  client.destroy();
  await clock.advance(2_000);
  return CertificateArn;
}
