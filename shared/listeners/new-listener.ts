import type { Listener } from '../domain/target/load-balancer';
import { TargetNotUsableError } from '../errors';
import type { DefaultAction, LoadBalancers } from '../ports/load-balancers';
import type { Target } from '../steps';
import { copiedFrom, copying, copyRules } from './copy-rules';

/** The default action and the tags of a new listener; undefined when there was one when the request was checked. */
export function newListener(target: Target, stack: string) {
  if (target.copyRulesFrom !== undefined) return copying(target.copyRulesFrom, stack);
  const defaultAction = defaultActionOf(target);
  return defaultAction && { defaultAction, tags: {} };
}

/**
 * Copies the rules that are still missing, if this deployment has created the listener for that.
 *
 * @throws TargetNotUsableError when the listener that they come from no longer exists
 */
export async function completeRules(
  listenerArn: string,
  target: Target,
  listeners: readonly Listener[],
  dependencies: { readonly loadBalancers: LoadBalancers; readonly stack: string },
): Promise<void> {
  const { copyRulesFrom } = target;
  if (copyRulesFrom === undefined || (await copiedFrom(listenerArn, dependencies)) === undefined) return;
  const http = listeners.find((listener) => listener.listenerArn === copyRulesFrom);
  if (!http) throw new TargetNotUsableError(`${copyRulesFrom}, whose rules are to be copied, no longer exists`);
  await copyRules(listenerArn, http, defaultActionOf(target), dependencies.loadBalancers);
}

/** The default action that the request gives, or that was found for it. */
function defaultActionOf({ targetGroupArn, defaultAction }: Target): DefaultAction | undefined {
  if (defaultAction !== undefined) return { respond: defaultAction };
  return targetGroupArn === undefined ? undefined : { forwardTo: targetGroupArn };
}
