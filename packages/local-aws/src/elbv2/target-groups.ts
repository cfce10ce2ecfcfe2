import { isDeepStrictEqual } from 'node:util';
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  TargetGroup as TargetGroupDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { resourceId } from './addressing';
import type { Inventory, TargetGroup } from './inventory';
import { checkName, VPC_ID } from './load-balancers';
import { notModelled, page, refuseOtherMembers } from './input';
import { checkTags } from './tags';

/** The operations on target groups. */
export function createTargetGroups(world: World, inventory: Inventory) {
  const named = (name: string | undefined) =>
    [...inventory.targetGroups.values()].find((candidate) => candidate.name === name);

  const describe = (targetGroup: TargetGroup): TargetGroupDescription => ({
    TargetGroupArn: targetGroup.arn,
    TargetGroupName: targetGroup.name,
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: targetGroup.port,
    VpcId: VPC_ID,
    TargetType: 'ip',
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: targetGroup.healthCheck.path,
    HealthCheckIntervalSeconds: targetGroup.healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: targetGroup.healthCheck.timeoutSeconds,
    HealthyThresholdCount: targetGroup.healthCheck.healthyThresholdCount,
    UnhealthyThresholdCount: targetGroup.healthCheck.unhealthyThresholdCount,
    Matcher: { HttpCode: targetGroup.healthCheck.httpCode },
    LoadBalancerArns: [...new Set(inventory.listenersUsing(targetGroup).map(({ loadBalancer }) => loadBalancer.arn))],
  });

  return {
    CreateTargetGroup(input: CreateTargetGroupInput): CreateTargetGroupOutput {
      const { Tags = [] } = input;
      const settings = readSettings(input);
      checkTags(Tags);
      const existing = named(settings.name);
      if (existing) {
        if (!isDeepStrictEqual({ ...existing, ...settings }, existing)) {
          throw new AwsError(
            'DuplicateTargetGroupName',
            `A target group with the same name '${settings.name}' exists, but with different settings`,
          );
        }
        return { TargetGroups: [describe(existing)] };
      }
      const arn = `arn:aws:elasticloadbalancing:${world.region}:${world.account}:targetgroup/${settings.name}/${resourceId()}`;
      const targetGroup: TargetGroup = { ...settings, arn, targets: new Map() };
      inventory.targetGroups.set(arn, targetGroup);
      inventory.tags.set(arn, Tags);
      return { TargetGroups: [describe(targetGroup)] };
    },

    DescribeTargetGroups(input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput {
      const { LoadBalancerArn, TargetGroupArns, Names } = input;
      const filters = [LoadBalancerArn, TargetGroupArns, Names].filter((filter) => filter?.length);
      if (filters.length > 1) {
        throw new AwsError(
          'ValidationError',
          'Only one of LoadBalancerArn, TargetGroupArns and Names can be specified',
        );
      }
      const { items, ...next } = page(select(input), input);
      return { TargetGroups: items.map(describe), ...next };
    },

    DeleteTargetGroup({ TargetGroupArn = '' }: DeleteTargetGroupInput) {
      // AWS documents no error for a target group that does not exist.
      const targetGroup = inventory.targetGroups.get(TargetGroupArn);
      if (targetGroup && inventory.listenersUsing(targetGroup).length > 0) {
        throw new AwsError(
          'ResourceInUse',
          `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
        );
      }
      inventory.targetGroups.delete(TargetGroupArn);
      inventory.tags.delete(TargetGroupArn);
      return {};
    },
  };

  function select({ LoadBalancerArn, TargetGroupArns, Names }: DescribeTargetGroupsInput): TargetGroup[] {
    const all = [...inventory.targetGroups.values()];
    if (LoadBalancerArn) {
      const loadBalancer = inventory.loadBalancer(LoadBalancerArn);
      return all.filter((group) => inventory.listenersUsing(group).some((user) => user.loadBalancer === loadBalancer));
    }
    if (TargetGroupArns?.length) return TargetGroupArns.map(inventory.targetGroup);
    if (!Names?.length) return all;
    return Names.map((name) => {
      const targetGroup = named(name);
      if (!targetGroup) throw new AwsError('TargetGroupNotFound', `One or more target groups not found`);
      return targetGroup;
    });
  }
}

function readSettings(input: CreateTargetGroupInput): Omit<TargetGroup, 'arn' | 'targets'> {
  refuseOtherMembers(input, [
    'Name',
    'Protocol',
    'ProtocolVersion',
    'Port',
    'VpcId',
    'TargetType',
    'IpAddressType',
    'HealthCheckEnabled',
    'HealthCheckProtocol',
    'HealthCheckPort',
    'HealthCheckPath',
    'HealthCheckIntervalSeconds',
    'HealthCheckTimeoutSeconds',
    'HealthyThresholdCount',
    'UnhealthyThresholdCount',
    'Matcher',
    'Tags',
  ]);
  // The API's default type is `instance`, and there are no instances here.
  if (input.TargetType !== 'ip')
    throw notModelled(`targets of type ${input.TargetType ?? 'instance'}, only of type ip`);
  if (input.Protocol !== 'HTTP') throw notModelled(`target groups of protocol ${input.Protocol}, only HTTP`);
  if ((input.ProtocolVersion ?? 'HTTP1') !== 'HTTP1') throw notModelled(`protocol version ${input.ProtocolVersion}`);
  if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notModelled('IPv6 targets');
  if ((input.HealthCheckProtocol ?? 'HTTP') !== 'HTTP')
    throw notModelled('health checks by another protocol than HTTP');
  if ((input.HealthCheckPort ?? 'traffic-port') !== 'traffic-port') throw notModelled('a health check port of its own');
  if (input.Matcher?.GrpcCode) throw notModelled('gRPC health checks');
  if (input.HealthCheckEnabled === false) {
    throw new AwsError('ValidationError', 'Health checks cannot be disabled for targets of type ip');
  }
  if (!input.VpcId) throw new AwsError('ValidationError', 'A VPC ID must be specified for targets of type ip');
  const httpCode = input.Matcher?.HttpCode ?? '200';
  if (!/^\d{3}([-,]\d{3})*$/.test(httpCode))
    throw new AwsError('ValidationError', `Matcher '${httpCode}' is not valid`);
  return {
    name: checkName(input.Name),
    port: within('Port', input.Port, 1, 65_535),
    healthCheck: {
      path: input.HealthCheckPath ?? '/',
      intervalSeconds: within('HealthCheckIntervalSeconds', input.HealthCheckIntervalSeconds ?? 30, 5, 300),
      timeoutSeconds: within('HealthCheckTimeoutSeconds', input.HealthCheckTimeoutSeconds ?? 5, 2, 120),
      healthyThresholdCount: within('HealthyThresholdCount', input.HealthyThresholdCount ?? 5, 2, 10),
      unhealthyThresholdCount: within('UnhealthyThresholdCount', input.UnhealthyThresholdCount ?? 2, 2, 10),
      httpCode,
    },
  };
}

/** Returns a number within the range that AWS allows; throws otherwise. */
export function within(member: string, value: number | undefined, least: number, most: number): number {
  if (value === undefined || !Number.isInteger(value) || value < least || value > most) {
    throw new AwsError('ValidationError', `${member} '${value}' must be between ${least} and ${most}`);
  }
  return value;
}
