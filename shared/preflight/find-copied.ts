import { httpListener, httpsListener, LEAST_RULE_QUOTA, type Listener } from '../domain/target/load-balancer';
import { TargetNotUsableError } from '../errors';
import { copiedFrom, requireCopyable } from '../listeners/copy-rules';
import type { LoadBalancers } from '../ports/load-balancers';
import type { Target } from '../steps';

/** The part of a request that says what a new listener does. */
interface CopyRequest {
  readonly targetGroupArn?: string | undefined;
  readonly defaultAction?: '404' | undefined;
  readonly copyRules?: boolean | undefined;
}

/**
 * Finds the listener whose rules a request has copied, and checks that they can be; undefined if it has none copied: HTTPS:443 exists,
 * unless this deployment has created it and its rules are still incomplete.
 *
 * @throws TargetNotUsableError
 */
export async function findCopied(
  { targetGroupArn, defaultAction, copyRules = false }: CopyRequest,
  listeners: readonly Listener[],
  dependencies: { readonly loadBalancers: LoadBalancers; readonly stack: string },
): Promise<Pick<Target, 'copyRulesFrom'> | undefined> {
  if (!copyRules) return undefined;
  const https = httpsListener(listeners);
  const existing = 'listener' in https ? https.listener : undefined;
  if (existing && (await copiedFrom(existing.listenerArn, dependencies)) === undefined) return undefined;
  const http = httpListener(listeners);
  if (!http) throw new TargetNotUsableError('target.copyRules: there is no HTTP:80 listener to copy the rules of');
  const { loadBalancers } = dependencies;
  const rules = await loadBalancers.rules(http.listenerArn);
  requireCopyable(http, rules, (targetGroupArn ?? defaultAction) !== undefined);
  if (!existing) await checkRuleQuota(rules.length, listeners, loadBalancers);
  return { copyRulesFrom: http.listenerArn };
}

async function checkRuleQuota(copies: number, listeners: readonly Listener[], loadBalancers: LoadBalancers) {
  const rules = await Promise.all(listeners.map(({ listenerArn }) => loadBalancers.rules(listenerArn)));
  const needed = rules.flat().length + copies;
  // Below the smallest quota of an account, there is no need to read the quota.
  if (needed <= LEAST_RULE_QUOTA) return;
  const quota = await loadBalancers.ruleQuota();
  if (needed <= quota) return;
  throw new TargetNotUsableError(
    `target.copyRules: the load balancer would have ${needed} rules, not counting default actions; the account's quota is ${quota}`,
  );
}
