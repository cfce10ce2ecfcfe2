import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Inventory, Listener, LoadBalancer, TargetGroup } from './inventory';
import { notModelled, refuseOtherMembers } from './input';
import { VPC_ID } from './load-balancers';
import { within } from './target-groups';

/** The placeholders by which a redirect keeps parts of the request, its defaults. */
const PLACEHOLDERS: Record<'Protocol' | 'Port' | 'Host' | 'Path' | 'Query', string> = {
  Protocol: '#{protocol}',
  Port: '#{port}',
  Host: '#{host}',
  Path: '/#{path}',
  Query: '#{query}',
};

/** Checks the actions of a rule and returns them as AWS describes them. */
export function readActions(
  actions: readonly Action[],
  protocol: Listener['protocol'],
  loadBalancer: LoadBalancer,
  inventory: Inventory,
): Action[] {
  const [action, ...more] = actions;
  if (!action) throw new AwsError('ValidationError', 'You must specify an action');
  if (more.length > 0) throw notModelled('several actions in one rule');
  refuseOtherMembers(action, [
    'Type',
    'Order',
    'TargetGroupArn',
    'ForwardConfig',
    'RedirectConfig',
    'FixedResponseConfig',
  ]);
  switch (action.Type) {
    case 'forward':
      return [readForward(action, loadBalancer, inventory)];
    case 'redirect':
      return [readRedirect(action, protocol)];
    case 'fixed-response':
      return [readFixedResponse(action)];
    default:
      throw notModelled(`the action ${action.Type}`);
  }
}

/** ELB, "Forward actions": target groups of one action. */
const TARGET_GROUPS_PER_ACTION = 5;

function readForward(action: Action, loadBalancer: LoadBalancer, inventory: Inventory): Action {
  const { TargetGroups = [], TargetGroupStickinessConfig: stickiness } = action.ForwardConfig ?? {};
  if (stickiness?.Enabled) throw notModelled('target group stickiness');
  const isOther = TargetGroups.length > 1 || TargetGroups[0]?.TargetGroupArn !== action.TargetGroupArn;
  if (action.TargetGroupArn && TargetGroups.length > 0 && isOther) {
    throw new AwsError('ValidationError', 'TargetGroupArn and ForwardConfig must name the same target group');
  }
  if (TargetGroups.length > TARGET_GROUPS_PER_ACTION) {
    throw new AwsError('ValidationError', `An action can forward to ${TARGET_GROUPS_PER_ACTION} target groups`);
  }
  const chosen = TargetGroups.length > 0 ? TargetGroups : [{ TargetGroupArn: action.TargetGroupArn }];
  const weighted = chosen.map(({ TargetGroupArn, Weight = 1 }: TargetGroupTuple) => ({
    TargetGroupArn: usable(TargetGroupArn, loadBalancer, inventory).arn,
    Weight: within('Weight', Weight, 0, 999),
  }));
  return {
    Type: 'forward',
    ...(weighted.length === 1 && { TargetGroupArn: weighted[0]?.TargetGroupArn }),
    ForwardConfig: { TargetGroups: weighted, TargetGroupStickinessConfig: { Enabled: false } },
  };
}

/** A target group to which a load balancer can forward. */
function usable(targetGroupArn: string | undefined, loadBalancer: LoadBalancer, inventory: Inventory): TargetGroup {
  const targetGroup = inventory.targetGroup(targetGroupArn);
  if (inventory.listenersUsing(targetGroup).some((listener) => listener.loadBalancer !== loadBalancer)) {
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${targetGroup.arn}`,
    );
  }
  if (targetGroup.network && targetGroup.network.vpcId !== VPC_ID) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `Target group '${targetGroup.arn}' is in a different VPC than load balancer '${loadBalancer.arn}'`,
    );
  }
  return targetGroup;
}

function readRedirect({ RedirectConfig }: Action, protocol: Listener['protocol']): Action {
  if (!RedirectConfig) throw new AwsError('ValidationError', 'A redirect action must have a redirect configuration');
  const config = {
    Protocol: RedirectConfig.Protocol ?? PLACEHOLDERS.Protocol,
    Port: RedirectConfig.Port ?? PLACEHOLDERS.Port,
    Host: RedirectConfig.Host ?? PLACEHOLDERS.Host,
    Path: RedirectConfig.Path ?? PLACEHOLDERS.Path,
    Query: RedirectConfig.Query ?? PLACEHOLDERS.Query,
    StatusCode: RedirectConfig.StatusCode,
  };
  const invalid = (reason: string) => new AwsError('InvalidLoadBalancerAction', `The redirect action ${reason}`);
  if (config.StatusCode !== 'HTTP_301' && config.StatusCode !== 'HTTP_302') {
    throw invalid(`has the status code '${config.StatusCode}', which is neither HTTP_301 nor HTTP_302`);
  }
  if (!['HTTP', 'HTTPS', PLACEHOLDERS.Protocol].includes(config.Protocol)) {
    throw invalid(`has the protocol '${config.Protocol}'`);
  }
  if (protocol === 'HTTPS' && config.Protocol === 'HTTP') throw invalid('leads from HTTPS to HTTP');
  const port = Number(config.Port);
  if (config.Port !== PLACEHOLDERS.Port && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw invalid(`has the port '${config.Port}'`);
  }
  if (!config.Path.startsWith('/')) throw invalid(`has the path '${config.Path}', which does not begin with /`);
  const isLoop =
    config.Protocol !== (protocol === 'HTTP' ? 'HTTPS' : 'HTTP') &&
    config.Port === PLACEHOLDERS.Port &&
    config.Host === PLACEHOLDERS.Host &&
    config.Path === PLACEHOLDERS.Path;
  if (isLoop) throw invalid('must change the protocol, the port, the host or the path');
  return { Type: 'redirect', RedirectConfig: config };
}

function readFixedResponse({ FixedResponseConfig: config }: Action): Action {
  if (!/^[245]\d\d$/.test(config?.StatusCode ?? '')) {
    throw new AwsError('InvalidLoadBalancerAction', `A fixed response cannot have the status '${config?.StatusCode}'`);
  }
  if ((config?.MessageBody?.length ?? 0) > 1024) {
    throw new AwsError('InvalidLoadBalancerAction', 'The message body of a fixed response has at most 1024 characters');
  }
  return { Type: 'fixed-response', FixedResponseConfig: config };
}
