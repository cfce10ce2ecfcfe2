import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-eventbridge';
import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import type { AwsEvent, Service } from '../world';
import { archiveEvent, archiveOperations, type Archive } from './archive-operations';
import { busOperations, policyOf } from './bus-operations';
import { createDelivery, type DeliveryDependencies } from './delivery';
import {
  createBus,
  DEFAULT_BUS,
  type EventBus,
  type EventEnvelope,
  type EventsWorld,
  eventTime,
  findBus,
  requireBus,
  type Rule,
} from './event-bus';
import { eventsPermissions } from './permissions';
import { putEvents } from './put-events';
import { replayOperations } from './replay-operations';
import { ruleOperations } from './rule-operations';
import { createScheduler } from './scheduler';
import { tagOperations, type Tags } from './tag-operations';
import { targetOperations } from './target-operations';

/** EventBridge: buses, rules, targets, archives. */
export interface Events {
  readonly service: Service;
  /** Puts an event of an AWS service on the default bus: the cloud's World.emit. */
  emit(event: AwsEvent): void;
  /** The resource policy of a bus, as JSON; undefined when it has none, or there is no such bus. */
  policy(busArn: string): string | undefined;
  /** Every event that arrived on a bus, in order. */
  published(busName?: string): readonly EventEnvelope[];
  /** Stops schedules and deliveries. */
  stop(): void;
}

/** EventBridge of one account in one Region, with its default bus. */
export function createEvents(world: EventsWorld, dependencies: DeliveryDependencies): Events {
  const buses = new Map<string, EventBus>([[DEFAULT_BUS, createBus(world, DEFAULT_BUS)]]);
  const tags: Tags = new Map();
  const archives = new Map<string, Archive>();

  const envelope = (event: AwsEvent): EventEnvelope => ({
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: world.account,
    time: eventTime(world.clock.now()),
    region: world.region,
    resources: event.resources,
    // As sent over the wire: an event has only what JSON can represent.
    detail: JSON.parse(JSON.stringify(event.detail)) as Record<string, unknown>,
  });

  const publish = (bus: EventBus, event: EventEnvelope, ruleArns: readonly string[] = []) => {
    bus.seen.push(event);
    archiveEvent(archives.values(), bus, event);
    for (const rule of bus.rules.values()) {
      const isSelected = ruleArns.length === 0 || ruleArns.includes(rule.arn);
      if (isSelected && rule.state !== 'DISABLED' && rule.pattern?.parsed.matches({ ...event })) run(rule, event);
    }
  };

  const delivery = createDelivery(world, {
    ...dependencies,
    async deliver(target, payload, event) {
      if (!target.arn.includes(':event-bus/')) return dependencies.deliver(target, payload, event);
      publish(requireBus(buses, target.arn), event);
    },
  });

  const run = (rule: Rule, event: EventEnvelope) => {
    for (const target of rule.targets.values()) delivery.start(event, rule, target);
  };

  const scheduler = createScheduler(world, (rule) =>
    run(rule, envelope({ source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn], detail: {} })),
  );

  return {
    service: {
      signingName: 'events',
      sdk,
      permissions: eventsPermissions(world),
      operations: {
        ...busOperations(world, buses, tags),
        ...ruleOperations(world, buses, tags, scheduler.follow),
        ...targetOperations(buses),
        ...tagOperations(buses, tags),
        ...archiveOperations(world, buses, archives),
        ...replayOperations(world, archives, publish),
        PutEvents: (input: PutEventsRequest) => putEvents(world, buses, publish, input),
      },
    },
    emit: (event) => publish(requireBus(buses, DEFAULT_BUS), envelope(event)),
    policy(busArn) {
      const bus = findBus(buses, busArn);
      return bus && policyOf(bus);
    },
    published: (busName = DEFAULT_BUS) => findBus(buses, busName)?.seen ?? [],
    stop() {
      scheduler.stop();
      delivery.stop();
    },
  };
}
