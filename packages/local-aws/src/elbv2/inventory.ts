import type { Action, Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Condition } from './rule-conditions';

/** A load balancer; only its listeners and tags can change. */
export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly scheme: 'internet-facing' | 'internal';
  readonly ipAddressType: 'ipv4' | 'dualstack';
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly createdAt: number;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/** The actions for requests that meet all conditions, unless a rule with a lower priority number matches first. */
export interface Rule {
  readonly arn: string;
  readonly priority: number;
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
}

/** A listener with its rules; the data plane reads it for every connection and request. */
export interface Listener {
  readonly arn: string;
  /** Of the default rule, whose actions are {@link defaultActions}. */
  readonly ruleArn: string;
  readonly loadBalancer: LoadBalancer;
  port: number;
  protocol: 'HTTP' | 'HTTPS';
  /** Set on HTTPS listeners, as is {@link defaultCertificate}. */
  sslPolicy: string | undefined;
  defaultCertificate: string | undefined;
  /** The certificates that SNI selects from; a new listener has none. */
  certificateList: readonly string[];
  defaultActions: readonly Action[];
  /** The other rules, by priority. */
  rules: readonly Rule[];
}

/** An address and port to which requests are forwarded. */
export interface Target {
  readonly id: string;
  readonly port: number;
}

/** Targets with a common health check. */
export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** Absent when its target is a Lambda function. */
  readonly network?: { readonly vpcId: string; readonly port: number } | undefined;
  readonly healthCheck: {
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThresholdCount: number;
    readonly unhealthyThresholdCount: number;
    /** Codes and ranges that count as healthy, e.g. `200,202` or `200-299`. */
    readonly httpCode: string;
  };
  /** By address and port. */
  readonly targets: Map<string, Target>;
}

/** The account's load balancing resources, with finders that throw AWS's errors. */
export interface Inventory {
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly tags: Map<string, readonly Tag[]>;
  readonly loadBalancer: (arn: string | undefined) => LoadBalancer;
  readonly listener: (arn: string | undefined) => Listener;
  readonly targetGroup: (arn: string | undefined) => TargetGroup;
  readonly listenersOf: (loadBalancer: LoadBalancer) => Listener[];
  /** The listeners that forward to the target group in any of their rules. */
  readonly listenersUsing: (targetGroup: TargetGroup) => Listener[];
}

/** An account without load balancers. */
export function createInventory(): Inventory {
  const loadBalancers = new Map<string, LoadBalancer>();
  const listeners = new Map<string, Listener>();
  const targetGroups = new Map<string, TargetGroup>();

  return {
    loadBalancers,
    listeners,
    targetGroups,
    tags: new Map(),
    loadBalancer: (arn) => found(loadBalancers, arn, 'LoadBalancerArn', 'LoadBalancerNotFound', 'load balancers'),
    listener: (arn) => found(listeners, arn, 'ListenerArn', 'ListenerNotFound', 'listeners'),
    targetGroup: (arn) => found(targetGroups, arn, 'TargetGroupArn', 'TargetGroupNotFound', 'target groups'),
    listenersOf: (loadBalancer) => [...listeners.values()].filter((listener) => listener.loadBalancer === loadBalancer),
    listenersUsing: (targetGroup) =>
      [...listeners.values()].filter(({ defaultActions, rules }) =>
        [defaultActions, ...rules.map(({ actions }) => actions)]
          .flat()
          .flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? [])
          .some(({ TargetGroupArn }) => TargetGroupArn === targetGroup.arn),
      ),
  };
}

function found<T>(
  records: ReadonlyMap<string, T>,
  arn: string | undefined,
  member: string,
  code: string,
  noun: string,
) {
  if (!arn) throw new AwsError('ValidationError', `A ${member} must be specified`);
  const record = records.get(arn);
  if (!record) throw new AwsError(code, `One or more ${noun} not found`);
  return record;
}
