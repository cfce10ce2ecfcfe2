import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOptions } from 'local-aws/clients';
import type { LeafKeyAlgorithm } from 'local-aws/acm/authority';
import type { Cloud } from 'local-aws/cloud';

const DAY = 86_400_000;

/** Imports certificates for these names, as from another certificate authority; returns their ARNs. */
export async function importCertificates(
  { authority, clock, ...cloud }: Cloud,
  domainNames: readonly string[],
  validityDays = 90,
  keyAlgorithm: LeafKeyAlgorithm = 'EC_prime256v1',
): Promise<string[]> {
  const client = new ACMClient(clientOptions(cloud));
  const arns: string[] = [];
  for (const domainName of domainNames) {
    const leaf = await authority.issue({
      domainNames: [domainName],
      keyAlgorithm,
      notBefore: clock.now() - DAY,
      notAfter: clock.now() + validityDays * DAY,
    });
    const { CertificateArn = '' } = await client.send(
      new ImportCertificateCommand({
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

/** Creates an HTTPS:443 listener with foreign certificates, the first as its default. */
export async function createForeignListener(
  cloud: Cloud,
  LoadBalancerArn: string,
  [first, ...others]: readonly string[],
): Promise<void> {
  const client = new elb.ElasticLoadBalancingV2Client(clientOptions(cloud));
  const { TargetGroups = [] } = await client.send(new elb.DescribeTargetGroupsCommand({ LoadBalancerArn }));
  const { Listeners = [] } = await client.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
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
}
