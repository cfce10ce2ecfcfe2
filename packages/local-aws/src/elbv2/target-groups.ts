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
import { checkName } from './load-balancers';
import { notModelled, page, refuseOtherMembers } from './input';
import { checkTags } from './tags';

/** The operations on target groups. */
export function createTargetGroups(world: World, inventory: Inventory) {
  const named = (name: string | undefined) =>
    [...inventory.targetGroups.values()].find((candidate) => candidate.name === name);

  const describe = (targetGroup: TargetGroup): TargetGroupDescription => ({
    TargetGroupArn: targetGroup.arn,
    TargetGroupName: targetGroup.name,
    ...(targetGroup.network
      ? {
          Protocol: 'HTTP',
          ProtocolVersion: 'HTTP1',
          Port: targetGroup.network.port,
          VpcId: targetGroup.network.vpcId,
          TargetType: 'ip',
          HealthCheckEnabled: true,
          HealthCheckProtocol: 'HTTP',
          HealthCheckPort: 'traffic-port',
        }
      : { TargetType: 'lambda', HealthCheckEnabled: false }),
    IpAddressType: 'ipv4',
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
  if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notModelled('IPv6 targets');
  if (input.Matcher?.GrpcCode) throw notModelled('gRPC health checks');
  const isLambda = input.TargetType === 'lambda';
  if (isLambda) checkLambda(input);
  const network = isLambda ? undefined : readNetwork(input);
  const httpCode = input.Matcher?.HttpCode ?? '200';
  if (!/^\d{3}([-,]\d{3})*$/.test(httpCode))
    throw new AwsError('ValidationError', `Matcher '${httpCode}' is not valid`);
  return {
    name: checkName(input.Name),
    network,
    healthCheck: {
      path: input.HealthCheckPath ?? '/',
      intervalSeconds: within(
        'HealthCheckIntervalSeconds',
        input.HealthCheckIntervalSeconds ?? (isLambda ? 35 : 30),
        5,
        300,
      ),
      timeoutSeconds: within(
        'HealthCheckTimeoutSeconds',
        input.HealthCheckTimeoutSeconds ?? (isLambda ? 30 : 5),
        2,
        120,
      ),
      healthyThresholdCount: within('HealthyThresholdCount', input.HealthyThresholdCount ?? 5, 2, 10),
      unhealthyThresholdCount: within('UnhealthyThresholdCount', input.UnhealthyThresholdCount ?? 2, 2, 10),
      httpCode,
    },
  };
}

/** A Lambda function has no address (ELB API, CreateTargetGroup). */
function checkLambda({ Protocol, Port, VpcId, HealthCheckEnabled }: CreateTargetGroupInput): void {
  if (HealthCheckEnabled) throw notModelled('health checks of Lambda functions');
  if (Protocol ?? Port ?? VpcId) {
    throw new AwsError('ValidationError', 'Protocol, port and VPC cannot be specified for targets of type lambda');
  }
}

function readNetwork(input: CreateTargetGroupInput): NonNullable<TargetGroup['network']> {
  // The API's default type is `instance`, and there are no instances here.
  if (input.TargetType !== 'ip') {
    throw notModelled(`targets of type ${input.TargetType ?? 'instance'}, only of types ip and lambda`);
  }
  if (input.Protocol !== 'HTTP') throw notModelled(`target groups of protocol ${input.Protocol}, only HTTP`);
  if ((input.ProtocolVersion ?? 'HTTP1') !== 'HTTP1') throw notModelled(`protocol version ${input.ProtocolVersion}`);
  if ((input.HealthCheckProtocol ?? 'HTTP') !== 'HTTP') {
    throw notModelled('health checks by another protocol than HTTP');
  }
  if ((input.HealthCheckPort ?? 'traffic-port') !== 'traffic-port') throw notModelled('a health check port of its own');
  if (input.HealthCheckEnabled === false) {
    throw new AwsError('ValidationError', 'Health checks cannot be disabled for targets of type ip');
  }
  if (!input.VpcId) throw new AwsError('ValidationError', 'A VPC ID must be specified for targets of type ip');
  return { vpcId: input.VpcId, port: within('Port', input.Port, 1, 65_535) };
}

/** Returns a number within the range that AWS allows; throws otherwise. */
export function within(member: string, value: number | undefined, least: number, most: number): number {
  if (value === undefined || !Number.isInteger(value) || value < least || value > most) {
    throw new AwsError('ValidationError', `${member} '${value}' must be between ${least} and ${most}`);
  }
  return value;
}
