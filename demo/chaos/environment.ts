import { ChangeResourceRecordSetsCommand, Route53Client, type ResourceRecordSet } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { createForeignListener, importCertificates } from '../foreign-certificates';
import type { FaultPlan } from 'local-aws/faults/fault-plan';
import { seedCloud, type Seed } from 'local-aws/seed';
import type { BrownField } from './brown-field';
import { loadBalancerOf } from './observe';
import type { LoadBalancerName } from './scenario';

/** The packaged service in an account with foreign certificates. */
export interface Environment {
  readonly cloud: Cloud;
  readonly bus: string;
  readonly topicArn: string;
  readonly deadLettersArn: string;
  /** The state machines by the last part of their names, such as `secure-domain`. */
  readonly machines: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<LoadBalancerName, Seed>>;
  /** The foreign certificates on the listener of `web`; the first is its default. */
  readonly foreignArns: readonly string[];
  readonly brownField: BrownField;
  /** The records of the brown field as they were created. */
  readonly existingRecords: readonly ResourceRecordSet[];
  close(): Promise<void>;
}

/** Any fixed date. */
const BEGINNING = Date.UTC(2026, 10, 24, 8);
/** As short as possible with a day between all events of a life: the daily sweeps take the time. */
const VALIDITY_DAYS = 10;
const GRACE_DAYS = 1;

/** Creates the environment of a chaotic life. */
export async function createEnvironment(
  packageFolder: string,
  faults: FaultPlan,
  brownField: BrownField,
): Promise<Environment> {
  const cloud = await startCloud({
    startAt: BEGINNING,
    faults,
    acm: { validityDays: VALIDITY_DAYS, timings: { event: 1_000 } },
  });
  const web = await seedCloud(cloud, { zoneName: 'example.test', loadBalancerName: 'web' });
  const shop = await seedCloud(cloud, { zoneName: 'second.test', loadBalancerName: 'shop' });
  const foreignArns = await importCertificates(cloud, ['default.example.org', 'other.example.org'], 300);
  await createForeignListener(cloud, web.loadBalancerArn, foreignArns);
  const existingRecords = await createRecords(cloud, web, brownField);
  const { outputs, name } = await cloud.deploy(packageFolder, {
    AllowedZones: `${web.hostedZoneId},${shop.hostedZoneId}`,
    AllowedDomains: 'example.test,second.test',
    AllowedLoadBalancers: '*',
    DefaultLoadBalancer: 'web',
    GraceDays: String(GRACE_DAYS),
  });
  return {
    cloud,
    bus: outputs['BusName'] ?? '',
    topicArn: outputs['NotificationsTopicArn'] ?? '',
    deadLettersArn: `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}-dead-letters`,
    machines: {
      'secure-domain': outputs['SecureDomainArn'] ?? '',
      'retire-domain': outputs['RetireDomainArn'] ?? '',
    },
    seeds: { web, shop },
    foreignArns,
    brownField,
    existingRecords,
    async close() {
      await web.close();
      await shop.close();
      await cloud.close();
    },
  };
}

/** Creates the records of the brown field, as somebody else does. */
async function createRecords(cloud: Cloud, web: Seed, { records }: BrownField): Promise<ResourceRecordSet[]> {
  const { DNSName = '', CanonicalHostedZoneId = '' } = loadBalancerOf(cloud, web.loadBalancerArn);
  const recordSets = records.map(({ recordSet }) => recordSet(DNSName, CanonicalHostedZoneId));
  const client = new Route53Client(clientOptions(cloud));
  for (const ResourceRecordSet of recordSets) {
    const ChangeBatch = { Changes: [{ Action: 'CREATE' as const, ResourceRecordSet }] };
    await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: web.hostedZoneId, ChangeBatch }));
    await cloud.clock.advance(1_000);
  }
  client.destroy();
  return recordSets;
}
