import * as acm from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import { clientOptions } from '../client-options';
import type { Cloud } from '../cloud';
import type { Seed } from '../seed';

/** What a fault works on. */
interface Stage {
  readonly cloud: Cloud;
  readonly seed: Seed;
  readonly zoneName: string;
}

/** A fault that `npm start -- --fault NAME` shows: what it does to the cloud before the request, or while it runs. */
interface Fault {
  readonly story: string;
  /** Puts the fault in place. */
  set(stage: Stage): Promise<void>;
  /** Called when a state of the workflow is entered. */
  onEntered?(state: string, stage: Stage): void;
}

const DAY = 86_400_000;

/** The faults, each a thing that really happens to people who want a certificate. */
export const FAULTS: Readonly<Record<'caa' | 'delegation' | 'no-zone' | 'listener-full' | 'never-validates', Fault>> = {
  caa: {
    story: 'a CAA record lets only another certificate authority issue',
    async set({ cloud, seed, zoneName }) {
      const client = new route53.Route53Client(clientOptions(cloud));
      const ResourceRecordSet: route53.ResourceRecordSet = {
        Name: zoneName,
        Type: 'CAA',
        TTL: 300,
        ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }],
      };
      await client.send(
        new route53.ChangeResourceRecordSetsCommand({
          HostedZoneId: seed.hostedZoneId,
          ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
        }),
      );
      client.destroy();
      // Route 53's servers have a change within seconds; the demonstration need not wait for them.
      await cloud.clock.advance(60_000);
    },
  },
  delegation: {
    story: 'the registrar still has the name servers of an earlier provider',
    set({ cloud, zoneName }) {
      cloud.registrar.delegate(zoneName, ['ns1.old-provider.example', 'ns2.old-provider.example']);
      return Promise.resolve();
    },
  },
  'no-zone': {
    story: 'the account has no hosted zone for the domain',
    async set({ cloud, seed }) {
      const client = new route53.Route53Client(clientOptions(cloud));
      await client.send(new route53.DeleteHostedZoneCommand({ Id: seed.hostedZoneId }));
      client.destroy();
    },
  },
  'listener-full': {
    story: 'the load balancer has its 25 certificates already, and a default one',
    async set({ cloud, seed }) {
      const [first, ...others] = await otherCertificates(cloud, 26);
      const client = new elb.ElasticLoadBalancingV2Client(clientOptions(cloud));
      const { TargetGroups = [] } = await client.send(
        new elb.DescribeTargetGroupsCommand({ LoadBalancerArn: seed.loadBalancerArn }),
      );
      const { Listeners = [] } = await client.send(
        new elb.CreateListenerCommand({
          LoadBalancerArn: seed.loadBalancerArn,
          Protocol: 'HTTPS',
          Port: 443,
          SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
          Certificates: [{ CertificateArn: first }],
          DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups[0]?.TargetGroupArn }],
        }),
      );
      for (const CertificateArn of others) {
        await cloud.clock.advance(1_000);
        await client.send(
          new elb.AddListenerCertificatesCommand({
            ListenerArn: Listeners[0]?.ListenerArn,
            Certificates: [{ CertificateArn }],
          }),
        );
      }
      client.destroy();
    },
  },
  'never-validates': {
    story: 'the delegation is taken away while ACM waits; the clock is moved on by 72 hours',
    set: () => Promise.resolve(),
    onEntered(state, { cloud, zoneName }) {
      if (state === 'RequestCertificate') cloud.registrar.undelegate(zoneName);
      if (state === 'WriteDnsValidation') void cloud.clock.advance(4 * DAY);
    },
  },
};

/** Certificates of other names, imported as another certificate authority's would be. */
async function otherCertificates({ authority, clock, ...cloud }: Cloud, count: number): Promise<string[]> {
  const client = new acm.ACMClient(clientOptions(cloud));
  const arns: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    const leaf = await authority.issue({
      domainNames: [`other-${index}.example`],
      keyAlgorithm: 'EC_prime256v1',
      notBefore: clock.now() - DAY,
      notAfter: clock.now() + 90 * DAY,
    });
    const { CertificateArn = '' } = await client.send(
      new acm.ImportCertificateCommand({
        Certificate: Buffer.from(leaf.certificatePem),
        CertificateChain: Buffer.from(leaf.chainPem),
        PrivateKey: Buffer.from(leaf.privateKeyPem),
      }),
    );
    arns.push(CertificateArn);
    // ImportCertificate is allowed once a second.
    await clock.advance(1_000);
  }
  client.destroy();
  return arns;
}
