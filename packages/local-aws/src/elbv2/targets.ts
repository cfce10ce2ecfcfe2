import type {
  DeregisterTargetsInput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  TargetDescription,
  TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Inventory, Target, TargetGroup } from './inventory';
import { notModelled, refuseOtherMembers } from './input';
import { within } from './target-groups';
import type { HealthChecker } from './health-checker';

/** The only address that targets can have. */
const LOOPBACK = '127.0.0.1';

/** The operations on the targets of a group and their health. */
export function createTargets(inventory: Inventory, healthOf: HealthChecker) {
  return {
    RegisterTargets({ TargetGroupArn, Targets = [] }: RegisterTargetsInput) {
      const targetGroup = inventory.targetGroup(TargetGroupArn);
      const targets = Targets.map((description) => readTarget(description, targetGroup));
      for (const target of targets) targetGroup.targets.set(keyOf(target), target);
      return {};
    },

    /** Takes effect at once: the deregistration delay, in which AWS lets requests finish, is not modelled. */
    DeregisterTargets({ TargetGroupArn, Targets = [] }: DeregisterTargetsInput) {
      const targetGroup = inventory.targetGroup(TargetGroupArn);
      const targets = Targets.map((description) => readTarget(description, targetGroup));
      const unknown = targets.find((target) => !targetGroup.targets.has(keyOf(target)));
      if (unknown) throw new AwsError('InvalidTarget', `The target '${unknown.id}' is not registered`);
      for (const target of targets) targetGroup.targets.delete(keyOf(target));
      return {};
    },

    async DescribeTargetHealth(input: DescribeTargetHealthInput): Promise<DescribeTargetHealthOutput> {
      refuseOtherMembers(input, ['TargetGroupArn', 'Targets']);
      const targetGroup = inventory.targetGroup(input.TargetGroupArn);
      const targets = input.Targets?.map((description) => readTarget(description, targetGroup)) ?? [
        ...targetGroup.targets.values(),
      ];
      const descriptions = targets.map(async (target) => ({
        Target: { Id: target.id, Port: target.port },
        HealthCheckPort: String(target.port),
        TargetHealth: await describeHealth(targetGroup, target),
      }));
      return { TargetHealthDescriptions: await Promise.all(descriptions) };
    },
  };

  async function describeHealth(targetGroup: TargetGroup, target: Target): Promise<TargetHealth> {
    if (!targetGroup.targets.has(keyOf(target))) {
      return {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
      };
    }
    if (inventory.listenersUsing(targetGroup).length === 0) {
      return {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      };
    }
    return healthOf(targetGroup, target);
  }
}

function keyOf({ id, port }: Target): string {
  return `${id}:${port}`;
}

function readTarget(description: TargetDescription, targetGroup: TargetGroup): Target {
  refuseOtherMembers(description, ['Id', 'Port', 'AvailabilityZone']);
  if (!targetGroup.network) throw notModelled('Lambda functions as targets');
  const { Id = '', Port = targetGroup.network.port } = description;
  if (Id !== LOOPBACK) throw notModelled(`targets outside ${LOOPBACK}, such as '${Id}'`);
  return { id: Id, port: within('Port', Port, 1, 65_535) };
}
