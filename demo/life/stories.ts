import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import type { Cloud } from 'local-aws/cloud';
import { emit } from '../emit';

/** What a scene changes. */
export interface Stage {
  readonly cloud: Cloud;
  readonly bus: string;
  readonly hostedZoneId: string;
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
