import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { startCloud, type Cloud, type CloudOptions } from 'local-aws/cloud';
import { createLoadBalancer, seedCloud, type Seed } from 'local-aws/seed';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { packageService } from '../scripts/package-service';

/** A request for a certificate, as the event has it. */
export interface DomainRequest {
  readonly domainName: string;
  readonly alternativeNames?: readonly string[];
  readonly keyAlgorithm?: string;
  readonly target?: { readonly loadBalancer: string };
}

/** The packaged service on a local cloud of its own, AWS's rates enforced. */
export interface BenchCloud {
  readonly cloud: Cloud;
  readonly seed: Seed;
  /** Emits the events, as fast as EventBridge takes them. */
  request(requests: readonly DomainRequest[]): Promise<void>;
  /** Creates load balancers beside the seeded one; gives their names. */
  createLoadBalancers(count: number): Promise<string[]>;
  /** Moves the clock on until no execution runs any more, and calls back at each second. */
  settle(eachSecond?: () => void): Promise<void>;
  /** The executions of `secure-domain`, the oldest first. */
  provisioned(): readonly ExecutionView[];
  close(): Promise<void>;
}

const SECOND = 1_000;
/** What EventBridge takes in one call. */
const ENTRIES_AT_ONCE = 10;

/** The second zone, for requests whose names lie in two. */
export const SECOND_ZONE = 'example.net';

/** Starts a cloud with two zones and a load balancer, and deploys the packaged service to it. */
export async function startBenchCloud(options: CloudOptions = {}): Promise<BenchCloud> {
  const cloud = await startCloud(options);
  const seed = await seedCloud(cloud);
  const secondZoneId = await createZone(cloud, SECOND_ZONE);
  const { outputs } = await cloud.deploy(packageService(), {
    AllowedZones: `${seed.hostedZoneId},${secondZoneId}`,
    AllowedDomains: `example.test,${SECOND_ZONE}`,
    AllowedLoadBalancers: '*',
    DefaultLoadBalancer: 'web',
  });
  const events = new EventBridgeClient(clientOptions(cloud));
  const isRunning = () => cloud.stepFunctions.executions().some(({ status }) => status === 'RUNNING');

  return {
    cloud,
    seed,
    async request(requests) {
      for (let from = 0; from < requests.length; from += ENTRIES_AT_ONCE) {
        const Entries = requests.slice(from, from + ENTRIES_AT_ONCE).map((request) => ({
          EventBusName: outputs['BusName'],
          Source: 'bench',
          DetailType: 'Domain Requested',
          Detail: JSON.stringify(request),
        }));
        const { FailedEntryCount = 0 } = await events.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount > 0) throw new Error(`EventBridge refused ${FailedEntryCount} events`);
      }
    },
    async createLoadBalancers(count) {
      const names = Array.from({ length: count }, (_, index) => `web-${index + 1}`);
      for (const name of names) {
        // CreateLoadBalancer is allowed once in five seconds.
        await cloud.clock.advance(5 * SECOND);
        await createLoadBalancer(cloud, name, seed.webServerPort);
      }
      await cloud.clock.advance(60 * SECOND);
      return names;
    },
    async settle(eachSecond = () => undefined) {
      do {
        await cloud.clock.advance(SECOND);
        eachSecond();
      } while (isRunning());
    },
    provisioned: () =>
      cloud.stepFunctions.executions().filter(({ stateMachineArn }) => stateMachineArn === outputs['SecureDomainArn']),
    async close() {
      events.destroy();
      await seed.close();
      await cloud.close();
    },
  };
}

async function createZone(cloud: Cloud, zoneName: string): Promise<string> {
  const route53 = new Route53Client(clientOptions(cloud));
  const { HostedZone, DelegationSet } = await route53.send(
    new CreateHostedZoneCommand({ Name: zoneName, CallerReference: randomUUID() }),
  );
  route53.destroy();
  cloud.registrar.delegate(zoneName, DelegationSet?.NameServers ?? []);
  return (HostedZone?.Id ?? '').replace('/hostedzone/', '');
}
