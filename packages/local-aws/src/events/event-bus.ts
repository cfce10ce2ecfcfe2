import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import type { EventPattern } from './pattern';

/** An event as EventBridge sends it to its targets. */
export interface EventEnvelope {
  readonly version: string;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly 'replay-name'?: string;
}

/** A time in milliseconds since the epoch, in the format of events. */
export function eventTime(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The cloud for EventBridge: without `emit`, which EventBridge implements. */
export type EventsWorld = Omit<World, 'emit'>;

/** A rule of a bus: it has a pattern, a schedule, or both. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly state: RuleState;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  readonly pattern: { readonly source: string; readonly parsed: EventPattern } | undefined;
  readonly scheduleExpression: string | undefined;
  readonly targets: Map<string, Target>;
}

/** A bus with its rules. */
export interface EventBus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  description: string | undefined;
  deadLetterArn: string | undefined;
  /** The statements of the bus's resource policy, by Sid. */
  readonly policy: Map<string, unknown>;
  readonly rules: Map<string, Rule>;
  /** Every event that arrived, in order. */
  readonly seen: EventEnvelope[];
}

/** The bus that every account has, which receives the events of AWS services. */
export const DEFAULT_BUS = 'default';

/** A bus without rules. */
export function createBus({ account, clock, region }: EventsWorld, name: string): EventBus {
  return {
    name,
    arn: `arn:aws:events:${region}:${account}:event-bus/${name}`,
    createdAt: clock.now(),
    description: undefined,
    deadLetterArn: undefined,
    policy: new Map(),
    rules: new Map(),
    seen: [],
  };
}

/** The bus that a request names by name or ARN; the default bus if it names none. */
export function findBus(buses: ReadonlyMap<string, EventBus>, nameOrArn: string | undefined): EventBus | undefined {
  const name = nameOrArn?.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
  const bus = buses.get(name ?? DEFAULT_BUS);
  return nameOrArn?.startsWith('arn:') && bus?.arn !== nameOrArn ? undefined : bus;
}

/** As {@link findBus}, but throws when the bus does not exist. */
export function requireBus(buses: ReadonlyMap<string, EventBus>, nameOrArn: string | undefined): EventBus {
  const bus = findBus(buses, nameOrArn);
  if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn ?? DEFAULT_BUS} does not exist.`);
  return bus;
}

/** The rule that a request names; throws AWS's error when there is none. */
export function requireRule(bus: EventBus, name: string | undefined): Rule {
  const rule = bus.rules.get(name ?? '');
  if (!rule) {
    throw new AwsError('ResourceNotFoundException', `Rule ${name ?? ''} does not exist on EventBus ${bus.name}.`);
  }
  return rule;
}
