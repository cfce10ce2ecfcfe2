import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CreateListenerCommand,
  DeleteListenerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';
import { createVisitor } from '../src/visitor';
import { seedCloud, type Seed } from '../src/seed';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DOMAIN = 'app.example.test';

let cloud: Cloud;
let seed: Seed;
let acm: ACMClient;
let elb: ElasticLoadBalancingV2Client;
beforeEach(async () => {
  cloud = await startCloud({ startAt: Date.UTC(2026, 10, 24, 9, 30) });
  seed = await seedCloud(cloud);
  acm = new ACMClient(clientOptions(cloud));
  elb = new ElasticLoadBalancingV2Client(clientOptions(cloud));
});
afterEach(async () => {
  acm.destroy();
  elb.destroy();
  await seed.close();
  await cloud.close();
});

const describeCertificate = async (CertificateArn: string | undefined) =>
  (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate ?? {};

async function issueCertificate(): Promise<string> {
  const request = { DomainName: DOMAIN, ValidationMethod: 'DNS', KeyAlgorithm: 'EC_prime256v1' } as const;
  const { CertificateArn = '' } = await acm.send(new RequestCertificateCommand(request));
  await cloud.clock.advance(MINUTE);
  const { DomainValidationOptions: [option] = [] } = await describeCertificate(CertificateArn);
  const { Name, Value } = option?.ResourceRecord ?? {};
  const route53 = new Route53Client(clientOptions(cloud));
  const ResourceRecordSet = { Name, Type: 'CNAME' as const, TTL: 300, ResourceRecords: [{ Value }] };
  const Changes = [{ Action: 'CREATE' as const, ResourceRecordSet }];
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: seed.hostedZoneId, ChangeBatch: { Changes } }),
  );
  route53.destroy();
  await cloud.clock.advance(10 * MINUTE);
  return CertificateArn;
}

async function serve(CertificateArn: string): Promise<string | undefined> {
  const { Listeners: [listener] = [] } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: seed.loadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    }),
  );
  return listener?.ListenerArn;
}

it('a load balancer serves a renewed certificate hours after ACM has it, and a valid one at every moment', async () => {
  const arn = await issueCertificate();
  await serve(arn);
  const first = await describeCertificate(arn);
  expect([first.InUseBy, first.RenewalEligibility]).toEqual([[seed.loadBalancerArn], 'ELIGIBLE']);

  const visitor = createVisitor(cloud.clock, seed.httpsPort, cloud.authority.rootPem);
  const serials = new Set<string | undefined>();
  const visit = async () => {
    await visitor.visit(DOMAIN);
    serials.add(visitor.serialOf(DOMAIN)?.toLowerCase());
    return visitor.serialOf(DOMAIN)?.toLowerCase();
  };
  const serialOf = (serial = '') => serial.replaceAll(':', '');
  expect(await visit()).toBe(serialOf(first.Serial));

  await cloud.clock.advance(Number(first.NotAfter) - 45 * DAY + MINUTE - cloud.clock.now());
  const second = await describeCertificate(arn);
  expect(second.Serial).not.toBe(first.Serial);
  expect(await visit()).toBe(serialOf(first.Serial));
  await cloud.clock.advance(3 * HOUR - 2 * MINUTE);
  expect(await visit()).toBe(serialOf(first.Serial));
  await cloud.clock.advance(2 * MINUTE);
  expect(await visit()).toBe(serialOf(second.Serial));

  for (let day = 0; day < 250; day += 10) {
    await cloud.clock.advance(10 * DAY);
    await visit();
  }
  expect(visitor.invalid).toEqual([]);
  expect(serials.size).toBe(3);
});

it('a certificate whose listener is gone is not renewed', async () => {
  const arn = await issueCertificate();
  const ListenerArn = await serve(arn);
  await elb.send(new DeleteListenerCommand({ ListenerArn }));
  await cloud.clock.advance(200 * DAY);
  const { Status, InUseBy, RenewalSummary } = await describeCertificate(arn);
  expect([Status, InUseBy, RenewalSummary]).toEqual(['EXPIRED', [], undefined]);
});
