import { ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { createLoadBalancer } from 'local-aws/seed';
import { clientsOf, type RoleClients } from './role-clients';
import { runService, type RunningService } from './running-service';

const DAY = 24 * 3_600_000;
jest.setTimeout(60_000);

let service: RunningService;
let root: RoleClients;
beforeEach(async () => {
  service = await runService();
  root = clientsOf(service.cloud);
});
afterEach(async () => {
  root.destroy();
  await service.close();
});

async function securedCertificate(domainName: string): Promise<string> {
  const { output = '{}' } = await service.secure({ domainName });
  return (JSON.parse(output) as { certificate: { certificateArn: string } }).certificate.certificateArn;
}

const createHttps = async (loadBalancerArn: string, certificateArn: string) => {
  const { Listeners: [listener] = [] } = await root.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn: certificateArn }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    }),
  );
  return listener?.ListenerArn ?? '';
};

const certificatesOn = async (ListenerArn: string) => {
  const { Certificates = [] } = await root.elb.send(new DescribeListenerCertificatesCommand({ ListenerArn }));
  return Certificates.map(({ CertificateArn }) => CertificateArn);
};

const aliasTargets = async () => {
  const { ResourceRecordSets = [] } = await root.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: service.seed.hostedZoneId }),
  );
  return ResourceRecordSets.flatMap(({ AliasTarget }) => AliasTarget?.DNSName?.replace(/\.$/, '') ?? []);
};

const healthIssues = () =>
  service.cloud.events
    .published(service.outputs['BusName'] ?? '')
    .filter((event) => event['detail-type'] === 'Certificate At Risk')
    .map(({ detail }) => detail['healthIssue']);

it('a load balancer that is created anew gets its certificates back; their tags and aliases follow', async () => {
  const app = await securedCertificate('app.example.test');
  const www = await securedCertificate('www.example.test');
  await root.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: service.seed.loadBalancerArn }));
  const { LoadBalancerArn, DNSName } = await createLoadBalancer(service.cloud, 'web', service.seed.webServerPort);
  expect(await aliasTargets()).not.toContain(DNSName.toLowerCase());
  const listener = await createHttps(LoadBalancerArn, www);
  await service.cloud.clock.advance(1.5 * DAY);
  expect(await certificatesOn(listener)).toEqual(expect.arrayContaining([app, www]));
  for (const CertificateArn of [app, www]) {
    const { Tags } = await root.acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
    expect(Tags).toContainEqual({ Key: 'acm-autopilot:target', Value: LoadBalancerArn });
  }
  expect(await aliasTargets()).toEqual([DNSName.toLowerCase(), DNSName.toLowerCase()]);
  expect(healthIssues()).toEqual([]);
});

it('a deleted listener is not created, and people are notified once although the certificate is in use', async () => {
  const app = await securedCertificate('app.example.test');
  const other = await createLoadBalancer(service.cloud, 'other', service.seed.webServerPort);
  const listener = await createHttps(other.LoadBalancerArn, app);
  await root.elb.send(
    new AddListenerCertificatesCommand({ ListenerArn: listener, Certificates: [{ CertificateArn: app }] }),
  );
  const LoadBalancerArn = service.seed.loadBalancerArn;
  const { Listeners = [] } = await root.elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const https = Listeners.find(({ Port }) => Port === 443)?.ListenerArn;
  await root.elb.send(new DeleteListenerCommand({ ListenerArn: https }));
  await service.cloud.clock.advance(3.5 * DAY);
  expect(healthIssues()).toEqual(['CertificateNotAttached']);
  const { Listeners: left = [] } = await root.elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  expect(left.map(({ Port }) => Port)).toEqual([80]);
});

it('a domain that is requested for another load balancer moves there with its alias', async () => {
  const app = await securedCertificate('app.example.test');
  const other = await createLoadBalancer(service.cloud, 'other', service.seed.webServerPort);
  const { status, arn } = await service.secure({ domainName: 'app.example.test', target: { loadBalancer: 'other' } });
  expect(status).toBe('SUCCEEDED');
  expect(await aliasTargets()).toEqual([other.DNSName.toLowerCase()]);
  expect(service.publishedEvents(arn).at(-1)).toMatchObject({
    'detail-type': 'Domain Secured',
    detail: { certificateArn: app, alsoUsedBy: [service.seed.loadBalancerArn] },
  });
});
