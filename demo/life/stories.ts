import {
  AddListenerCertificatesCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';
import { emit } from '../emit';
import { importCertificates } from '../foreign-certificates';

/** What a scene changes. */
export interface Stage {
  readonly cloud: Cloud;
  readonly bus: string;
  readonly hostedZoneId: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
}

/** An action on a domain at some day of its certificate's life. */
export interface Scene {
  readonly day: number;
  readonly what: string;
  act(stage: Stage): Promise<void>;
}

/** A domain, what happens to it, and what must be published about it. */
export interface Story {
  readonly domainName: string;
  readonly keyAlgorithms: readonly string[];
  /** What exists already when the domain is requested. */
  readonly existing?: { readonly what: string; create(stage: Stage): Promise<void> };
  /** What else the request says. */
  readonly request?: object;
  readonly scenes: readonly Scene[];
  /** Detail-types that must be published: each list in order, possibly with others in between. */
  readonly expects: readonly (readonly string[])[];
}

/** The stories for a validity and a renewal period in days. */
export function lifeStories(validityDays: number, renewsBeforeDays: number): Story[] {
  const renewal = validityDays - renewsBeforeDays;
  return [
    {
      domainName: 'mail.example.test',
      keyAlgorithms: ['RSA_2048'],
      scenes: [
        {
          day: renewal - 1,
          what: 'ACM will refuse to renew it, for good',
          act: async ({ cloud }) => cloud.acm.failRenewal('mail.example.test', 'DOMAIN_VALIDATION_DENIED'),
        },
      ],
      expects: [['Domain Secured', 'Certificate At Risk', 'Certificate Replaced', 'Certificate Recovered']],
    },
    {
      domainName: 'shop.example.test',
      keyAlgorithms: ['RSA_2048'],
      scenes: [
        {
          day: Math.min(20, renewal - 10),
          what: 'a colleague deletes the validation record by mistake',
          act: deleteValidationRecord('shop.example.test'),
        },
      ],
      expects: [['Domain Secured', 'Certificate At Risk', 'Certificate Recovered', 'Certificate Renewed']],
    },
    {
      domainName: 'blog.example.test',
      keyAlgorithms: ['RSA_2048'],
      scenes: [
        {
          day: renewal - 4,
          what: 'a CAA record is published that lets only another authority issue',
          act: changeCaa('blog.example.test', 'CREATE'),
        },
        {
          day: renewal + 3,
          what: 'somebody reads the message and deletes the CAA record',
          act: changeCaa('blog.example.test', 'DELETE'),
        },
      ],
      // An assessment between the repair and the renewal reports the recovery first.
      expects: [
        ['Domain Secured', 'Certificate At Risk', 'Certificate Recovered'],
        ['Certificate At Risk', 'Certificate Renewed'],
      ],
    },
    {
      domainName: 'twin.example.test',
      keyAlgorithms: ['RSA_2048', 'EC_prime256v1'],
      scenes: [
        {
          day: 30,
          what: 'the RSA certificate is removed; its ECDSA twin still needs the shared validation record',
          act: removeCertificate('twin.example.test', 'RSA_2048'),
        },
      ],
      expects: [['Domain Secured', 'Domain Secured', 'Domain Retired', 'Certificate Renewed']],
    },
    {
      domainName: 'old.example.test',
      keyAlgorithms: ['EC_prime256v1'],
      existing: {
        what: 'it is a CNAME to the load balancer already, with an RSA certificate that somebody imported',
        create: async (stage) => {
          await onRoute53(stage.cloud, (client) =>
            change(client, stage.hostedZoneId, {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: 'old.example.test',
                Type: 'CNAME',
                TTL: 300,
                ResourceRecords: [{ Value: stage.loadBalancerDnsName }],
              },
            }),
          );
          const imported = await importCertificates(stage.cloud, ['old.example.test'], validityDays * 2, 'RSA_2048');
          await attachImported(stage, imported);
        },
      },
      scenes: [
        ...[12, 14, 16].map((day) => ({
          day,
          what: 'another controller takes its certificate off the listener',
          act: detachCertificate('old.example.test'),
        })),
        {
          day: 19,
          what: 'the other controller is stopped, and the domain is requested again',
          act: async (stage: Stage) => {
            await emit(stage, 'Domain Requested', { domainName: 'old.example.test', keyAlgorithm: 'EC_prime256v1' });
          },
        },
      ],
      expects: [['Domain Secured', 'Certificate At Risk', 'Domain Secured', 'Certificate Renewed']],
    },
    {
      domainName: 'moved.example.test',
      keyAlgorithms: ['RSA_2048'],
      existing: {
        what: 'it is live on another server, and is to move here',
        create: ({ cloud, hostedZoneId }) =>
          onRoute53(cloud, (client) =>
            change(client, hostedZoneId, {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: 'moved.example.test',
                Type: 'A',
                TTL: 300,
                ResourceRecords: [{ Value: '192.0.2.7' }],
              },
            }),
          ),
      },
      request: { alias: 'replace' },
      scenes: [],
      expects: [['Domain Secured', 'Certificate Renewed']],
    },
  ];
}

const deleteValidationRecord =
  (domainName: string) =>
  ({ cloud, hostedZoneId }: Stage) =>
    onRoute53(cloud, async (client) => {
      const record = await validationRecord(client, hostedZoneId, domainName);
      await change(client, hostedZoneId, { Action: 'DELETE', ResourceRecordSet: record });
    });

const changeCaa =
  (domainName: string, Action: 'CREATE' | 'DELETE') =>
  ({ cloud, hostedZoneId }: Stage) =>
    onRoute53(cloud, (client) =>
      change(client, hostedZoneId, {
        Action,
        ResourceRecordSet: {
          Name: domainName,
          Type: 'CAA',
          TTL: 300,
          ResourceRecords: [{ Value: '0 issue "letsencrypt.org"' }],
        },
      }),
    );

const removeCertificate = (domainName: string, keyAlgorithm: string) => async (stage: Stage) => {
  const certificate = stage.cloud.acm
    .certificates()
    .find((each) => each.domainNames.includes(domainName) && each.keyAlgorithm === keyAlgorithm);
  if (!certificate) throw new Error(`there is no ${keyAlgorithm} certificate of ${domainName}`);
  await emit(stage, 'Domain Removal Requested', { certificateArn: certificate.arn });
};

/** Adds imported certificates to the HTTPS:443 listener, as their owner does. */
async function attachImported({ cloud, loadBalancerArn }: Stage, certificateArns: readonly string[]): Promise<void> {
  await onElb(cloud, loadBalancerArn, async (client, ListenerArn) => {
    for (const CertificateArn of certificateArns)
      await client.send(new AddListenerCertificatesCommand({ ListenerArn, Certificates: [{ CertificateArn }] }));
  });
}

const detachCertificate =
  (domainName: string) =>
  ({ cloud, loadBalancerArn }: Stage) =>
    onElb(cloud, loadBalancerArn, async (client, ListenerArn) => {
      const ours = cloud.acm
        .certificates()
        .find(({ domainNames, type }) => domainNames.includes(domainName) && type === 'AMAZON_ISSUED');
      const Certificates = [{ CertificateArn: ours?.arn }];
      await client.send(new RemoveListenerCertificatesCommand({ ListenerArn, Certificates }));
    });

async function onElb(
  cloud: Cloud,
  LoadBalancerArn: string,
  work: (client: ElasticLoadBalancingV2Client, listenerArn: string) => Promise<void>,
): Promise<void> {
  const client = new ElasticLoadBalancingV2Client(clientOptions(cloud));
  const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
  await work(client, Listeners.find(({ Port }) => Port === 443)?.ListenerArn ?? '');
  client.destroy();
}

/** Whether a domain's zone has its validation record. */
export async function hasValidationRecord({ cloud, hostedZoneId }: Stage, domainName: string): Promise<boolean> {
  let exists = false;
  await onRoute53(cloud, async (client) => {
    exists = (await validationRecord(client, hostedZoneId, domainName)) !== undefined;
  });
  return exists;
}

async function onRoute53(cloud: Cloud, work: (client: Route53Client) => Promise<void>): Promise<void> {
  const client = new Route53Client(clientOptions(cloud));
  await work(client);
  client.destroy();
}

async function validationRecord(client: Route53Client, HostedZoneId: string, domainName: string) {
  const { ResourceRecordSets = [] } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  return ResourceRecordSets.find(({ Name, Type }) => Type === 'CNAME' && Name?.endsWith(`.${domainName}.`));
}

async function change(client: Route53Client, HostedZoneId: string, batched: Change): Promise<void> {
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: [batched] } }));
}
