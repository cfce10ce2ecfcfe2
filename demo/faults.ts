import * as route53 from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';
import type { Seed } from 'local-aws/seed';
import { createForeignListener, importCertificates } from './foreign-certificates';

/** What a fault changes. */
interface Stage {
  readonly cloud: Cloud;
  readonly seed: Seed;
  readonly zoneName: string;
}

/** A fault of `npm start -- --fault NAME`: a change of the cloud before or during the request. */
interface Fault {
  readonly story: string;
  /** Injects the fault. */
  set(stage: Stage): Promise<void>;
  /** Called when a state of the workflow is entered. */
  onEntered?(state: string, stage: Stage): void;
}

const DAY = 86_400_000;

/** The faults, all common in practice. */
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
      // A change reaches Route 53's name servers within seconds; the demonstration need not wait.
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
      const names = Array.from({ length: 26 }, (_, index) => `other-${index + 1}.example`);
      await createForeignListener(cloud, seed.loadBalancerArn, await importCertificates(cloud, names));
    },
  },
  'never-validates': {
    story: 'the delegation is taken away while ACM waits; the clock is moved on by 72 hours',
    set: () => Promise.resolve(),
    onEntered(state, { cloud, zoneName }) {
      if (state !== 'RequestCertificate') return;
      cloud.registrar.undelegate(zoneName);
      void cloud.clock.advance(4 * DAY);
    },
  },
};
