import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clock } from '../clock';
import { answer, locationOf } from './responses';
import { forward } from './forward';
import type { HealthChecker } from './health-checker';
import type { Inventory, Listener, Target, TargetGroup } from './inventory';
import { isMet } from './rule-conditions';

/** Handles each request by the first rule whose conditions it meets, or by the default action. */
export function createRequestHandler(
  listener: Listener,
  inventory: Inventory,
  clock: Clock,
  healthOf: HealthChecker,
): RequestListener {
  const chooseTarget = createTargetChoice(healthOf);
  const chooseGroup = createGroupChoice();

  const forwardToGroup = async (request: IncomingMessage, response: ServerResponse, targetGroup: TargetGroup) => {
    const target = await chooseTarget(targetGroup);
    if (target) forward(request, response, target, listener, clock);
    else answer(response, 503);
  };

  return (request, response) => {
    const rule = listener.rules.find(({ conditions }) => isMet(conditions, request));
    const [action] = rule?.actions ?? listener.defaultActions;
    if (action?.RedirectConfig) {
      response.setHeader('location', locationOf(action.RedirectConfig, request, listener));
      answer(response, action.RedirectConfig.StatusCode === 'HTTP_301' ? 301 : 302);
    } else if (action?.FixedResponseConfig) {
      const { StatusCode, ContentType = 'text/plain', MessageBody = '' } = action.FixedResponseConfig;
      answer(response, Number(StatusCode), { contentType: ContentType, body: MessageBody });
    } else {
      const targetGroupArn = chooseGroup(action?.ForwardConfig?.TargetGroups ?? []);
      // With the weight 0 everywhere, ELB answers 503.
      if (targetGroupArn === undefined) answer(response, 503);
      else void forwardToGroup(request, response, inventory.targetGroup(targetGroupArn));
    }
  };
}

/** Takes each target group in turn, as many times as its weight says. */
function createGroupChoice() {
  let turn = 0;
  return (targetGroups: readonly TargetGroupTuple[]): string | undefined => {
    const turns = targetGroups.flatMap(({ TargetGroupArn, Weight = 1 }) =>
      Array<typeof TargetGroupArn>(Weight).fill(TargetGroupArn),
    );
    turn += 1;
    return turns[turn % turns.length];
  };
}

/** Rotates over the healthy targets of a group, or over all when none is healthy: AWS fails open. */
function createTargetChoice(healthOf: HealthChecker) {
  let turn = 0;
  return async (targetGroup: TargetGroup): Promise<Target | undefined> => {
    const targets = [...targetGroup.targets.values()];
    const health = await Promise.all(targets.map((target) => healthOf(targetGroup, target)));
    const healthy = targets.filter((_, index) => health[index]?.State === 'healthy');
    const candidates = healthy.length > 0 ? healthy : targets;
    turn += 1;
    return candidates[turn % candidates.length];
  };
}
