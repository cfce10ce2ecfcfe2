import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type Change,
} from '@aws-sdk/client-route-53';
import { clientOptions } from '../client-options';
import type { Cloud } from '../cloud';
import { emit } from './emit';

/** What a scene works on. */
export interface Stage {
  readonly cloud: Cloud;
  readonly bus: string;
  readonly hostedZoneId: string;
}

/** Something that somebody does to a domain at some time of its certificate's life. */
export interface Scene {
  readonly day: number;
  readonly what: string;
  act(stage: Stage): Promise<void>;
}

/** One domain, what happens to it, and what must have been published about it in the end. */
export interface Story {
  readonly domainName: string;
  readonly keyAlgorithms: readonly string[];
  readonly scenes: readonly Scene[];
  /** Detail-types that must be on the bus by the end: each list in its order, whatever else comes in between. */
  readonly expects: readonly (readonly string[])[];
}

/** The stories of certificates that live for so many days, of which ACM renews the last. */
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
          what: 'somebody reads the message, and takes the CAA record away',
          act: changeCaa('blog.example.test', 'DELETE'),
        },
      ],
      // A look at the certificate between the repair and the renewal tells of the recovery first.
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

/** Whether the validation record of a domain stands in its zone. */
export async function hasValidationRecord({ cloud, hostedZoneId }: Stage, domainName: string): Promise<boolean> {
  let stands = false;
  await onRoute53(cloud, async (client) => {
    stands = (await validationRecord(client, hostedZoneId, domainName)) !== undefined;
  });
  return stands;
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
