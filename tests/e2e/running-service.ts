import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientOptions } from 'local-aws/clients';
import { startCloud, type Cloud, type CloudOptions } from 'local-aws/cloud';
import type { EventEnvelope } from 'local-aws/events/event-bus';
import { seedCloud, type Seed } from 'local-aws/seed';
import type { Notification } from 'local-aws/sns/notification';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { packageService } from '../../scripts/package-service';

/** The packaged service on its own local cloud: the zone `example.test`, the load balancer `web` and its web server. */
export interface RunningService {
  readonly cloud: Cloud;
  readonly seed: Seed;
  readonly outputs: Readonly<Record<string, string>>;
  /** Requests a domain and returns the ARN of its execution. */
  request(detail: unknown): Promise<string>;
  /** Advances the clock until the execution has ended. */
  finished(executionArn: string): Promise<ExecutionView>;
  /** Requests a domain and waits until the execution has ended. */
  secure(detail: unknown): Promise<ExecutionView>;
  /** The SNS messages about an execution. */
  messages(executionArn: string): readonly Notification[];
  /** The published events about an execution. */
  publishedEvents(executionArn: string): readonly EventEnvelope[];
  close(): Promise<void>;
}

type Parameters = Readonly<Record<string, string>>;

const SECOND = 1_000;
const LONGEST_RUN = 15 * 60 * SECOND;

/** @param parameters of the stack; the seeded zone and load balancer are allowed by default */
export async function runService(
  options: CloudOptions = {},
  parameters: Parameters | ((seed: Seed) => Parameters) = {},
): Promise<RunningService> {
  const cloud = await startCloud(options);
  const seed = await seedCloud(cloud);
  const { outputs } = await cloud.deploy(packageService(), {
    AllowedZones: seed.hostedZoneId,
    AllowedDomains: 'example.test',
    AllowedLoadBalancers: '*',
    DefaultLoadBalancer: 'web',
    ...(typeof parameters === 'function' ? parameters(seed) : parameters),
  });
  const { BusName = '', NotificationsTopicArn = '' } = outputs;
  const events = new EventBridgeClient(clientOptions(cloud));
  const executionsOf = (eventId: string) =>
    cloud.stepFunctions.executions().filter(({ input }) => (JSON.parse(input) as { id: string }).id === eventId);

  const service: RunningService = {
    cloud,
    seed,
    outputs,

    async request(detail) {
      const entry = { EventBusName: BusName, Source: 'test', DetailType: 'Domain Requested' };
      const { Entries: [taken] = [] } = await events.send(
        new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }),
      );
      if (!taken?.EventId) throw new Error(`EventBridge refused the event: ${taken?.ErrorMessage}`);
      await cloud.clock.advance(SECOND);
      const [execution] = executionsOf(taken.EventId);
      if (!execution) throw new Error('no execution was started');
      return execution.arn;
    },

    async finished(executionArn) {
      for (let waited = 0; waited < LONGEST_RUN; waited += SECOND) {
        const execution = cloud.stepFunctions.executions().find(({ arn }) => arn === executionArn);
        if (execution && execution.status !== 'RUNNING') return execution;
        await cloud.clock.advance(SECOND);
      }
      throw new Error(`${executionArn} has not ended after ${LONGEST_RUN / SECOND} s of the cloud's time`);
    },

    secure: async (detail) => service.finished(await service.request(detail)),

    messages: (executionArn) =>
      cloud.sns.published(NotificationsTopicArn).filter(({ message }) => message.includes(executionArn)),

    publishedEvents: (executionArn) =>
      cloud.events.published(BusName).filter(({ detail }) => detail['executionArn'] === executionArn),

    async close() {
      events.destroy();
      await seed.close();
      await cloud.close();
    },
  };
  return service;
}
