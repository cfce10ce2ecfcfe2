import { Resolver } from 'node:dns/promises';
import { ACMClient, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeListenersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as z from 'zod';
import { domainSecured } from '../../events/domain-secured';
import { clientOptions } from 'local-aws/clients';
import { requestOverHttps } from '../../demo/https-request';
import type { EventEnvelope } from 'local-aws/events/event-bus';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { runService, type RunningService } from './running-service';

let service: RunningService;
let execution: ExecutionView;
let secured: EventEnvelope;
let detail: z.infer<typeof domainSecured.detail>;
const retries: Record<string, number> = {};

beforeAll(async () => {
  service = await runService();
  service.cloud.clearCalls();
  service.cloud.stepFunctions.onTransition(({ type, state }) => {
    if (type === 'retried') retries[state] = (retries[state] ?? 0) + 1;
  });
  execution = await service.secure({
    domainName: 'App.Example.TEST.',
    alternativeNames: ['*.app.example.test'],
    tags: { team: 'web' },
  });
  // By then a change has reached every name server of the zone.
  await service.cloud.clock.advance(60_000);
  const [event] = service.publishedEvents(execution.arn);
  if (!event) throw new Error(`no event was published: ${execution.error} ${execution.cause}`);
  secured = event;
  detail = domainSecured.detail.parse(event.detail);
});

afterAll(() => service.close());

test.each(['app.example.test', 'anything.app.example.test'])(
  'https://%s/ answers, its chain and host name verified',
  async (domainName) => {
    const { rootPem } = service.cloud.authority;
    expect(await requestOverHttps({ domainName, port: service.seed.httpsPort, rootPem })).toMatchObject({
      status: 200,
      body: `Hello from https://${domainName}/\n`,
      tlsVersion: 'TLSv1.3',
      subject: 'app.example.test',
      names: 'DNS:app.example.test, DNS:*.app.example.test',
    });
  },
);

test('a client rejects a name that is not on the certificate', async () => {
  const { rootPem } = service.cloud.authority;
  await expect(
    requestOverHttps({ domainName: 'other.example.test', port: service.seed.httpsPort, rootPem }),
  ).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('the execution succeeds without an alarm', () => {
  expect(execution).toMatchObject({ status: 'SUCCEEDED', error: undefined });
  expect(service.messages(execution.arn)).toEqual([]);
});

test('one Domain Secured event matches its contract and the outcome', () => {
  const [certificate] = service.cloud.acm.certificates();
  expect(service.publishedEvents(execution.arn)).toHaveLength(1);
  expect(secured).toMatchObject({
    source: domainSecured.source,
    'detail-type': domainSecured.detailType,
    resources: [certificate?.arn],
  });
  expect(detail).toEqual({
    domainName: 'app.example.test',
    domainNames: ['app.example.test', '*.app.example.test'],
    certificateArn: certificate?.arn,
    loadBalancerArn: service.seed.loadBalancerArn,
    listenerArn: expect.stringContaining(':listener/app/web/'),
    verified: true,
    servedBy: ['app.example.test', '*.app.example.test'].map((domainName) => ({
      domainName,
      certificateArn: certificate?.arn,
    })),
    notBefore: new Date(certificate?.issued?.notBefore ?? 0).toISOString(),
    notAfter: new Date(certificate?.issued?.notAfter ?? 0).toISOString(),
    executionArn: execution.arn,
    requestEventId: (JSON.parse(execution.input) as { id: string }).id,
  });
});

test('the domain resolves to the load balancer, and its sibling names do not resolve', async () => {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${service.cloud.dnsPort}`]);
  const addresses = await resolver.resolve4(service.seed.loadBalancerDnsName);
  expect(await resolver.resolve4('app.example.test')).toEqual(addresses);
  await expect(resolver.resolve4('anything.app.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('the certificate has the management tags', async () => {
  const acm = new ACMClient(clientOptions(service.cloud));
  const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn: detail.certificateArn }));
  acm.destroy();
  expect(Tags).toEqual(
    expect.arrayContaining([
      { Key: 'team', Value: 'web' },
      { Key: 'acm-autopilot:stack', Value: 'acm-autopilot-dev' },
      { Key: 'acm-autopilot:domain', Value: 'app.example.test' },
      { Key: 'acm-autopilot:target', Value: service.seed.loadBalancerArn },
    ]),
  );
});

test('the listener has the post-quantum policy and the target group of HTTP:80', async () => {
  const elb = new ElasticLoadBalancingV2Client(clientOptions(service.cloud));
  const { Listeners = [] } = await elb.send(
    new DescribeListenersCommand({ LoadBalancerArn: service.seed.loadBalancerArn }),
  );
  elb.destroy();
  const [http, https] = [80, 443].map((port) => Listeners.find(({ Port }) => Port === port));
  expect(https).toMatchObject({
    ListenerArn: detail.listenerArn,
    Protocol: 'HTTPS',
    SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    Certificates: [{ CertificateArn: detail.certificateArn }],
  });
  expect(https?.DefaultActions?.[0]?.TargetGroupArn).toBe(http?.DefaultActions?.[0]?.TargetGroupArn);
});

test('AWS is called no more than necessary, and no other workflow starts for the new certificate', () => {
  const counts: Record<string, number> = {};
  for (const call of service.cloud.calls) {
    const action = `${call.service}:${call.operation}`;
    // The tests call AWS as the account's root.
    if (!call.principal.endsWith(':root')) counts[action] = (counts[action] ?? 0) + 1;
  }
  const { WriteValidationRecords = 0, AttachCertificate = 0, VerifyHttps = 0 } = retries;
  expect(counts).toEqual({
    // CheckDomain
    'route53:ListHostedZones': 1,
    'route53:GetHostedZone': 1,
    'elasticloadbalancing:DescribeLoadBalancers': 1,
    // The listener is new: the rules of HTTP:80 are checked.
    'elasticloadbalancing:DescribeRules': 1,
    // CheckDomain, for validation records that are known already, and RequestCertificate
    'acm:ListCertificates': 2,
    'acm:RequestCertificate': 1,
    // CheckValidationRecords, WriteValidationRecords, WaitForIssued and VerifyHttps
    'acm:DescribeCertificate': 4 + WriteValidationRecords + VerifyHttps,
    // The validation record and the alias; CheckDomain reads the alias too, and a matching wildcard
    'route53:ListResourceRecordSets': 4,
    'route53:ChangeResourceRecordSets': 2,
    // The wait and its deletion, and the two records that are saved before they are created
    'dynamodb:PutItem': 3,
    // CheckDomain reads which records the service has created; the callback reads the wait.
    'dynamodb:Query': 2,
    'states:SendTaskSuccess': 1,
    'dynamodb:DeleteItem': 1,
    // AttachCertificate; CheckDomain reads the listeners too
    'elasticloadbalancing:DescribeListeners': 2 + AttachCertificate,
    'elasticloadbalancing:CreateListener': 1 + AttachCertificate,
    // PublishOutcome
    'events:PutEvents': 1,
  });
});
