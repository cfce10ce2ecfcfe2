import { httpListener, type Listener } from '../domain/target/load-balancer';
import { redirectProblems, ruleCount } from '../domain/target/redirect-http';
import { TargetNotUsableError } from '../errors';
import type { LoadBalancers } from '../ports/load-balancers';

/** The part of a request on which the rules of HTTP:80 bear. */
interface RuleRequest {
  readonly domainNames: readonly string[];
  readonly redirectHttp: boolean;
  readonly target: {
    readonly targetGroupArn?: string | undefined;
    readonly defaultAction?: '404' | undefined;
    readonly copyRules?: boolean | undefined;
  };
}

/**
 * Checks that no rule of HTTP:80 would be bypassed. The default action of a listener handles only the requests that no rule matches
 * (Elastic Load Balancing, "Listener rules for your Application Load Balancer"): a new HTTPS:443 listener that forwards like that
 * action would ignore the rules, and a redirect as default action would not apply to the requests that they match. Reads the rules
 * only when a listener is created or HTTP has to lead to HTTPS.
 *
 * @throws TargetNotUsableError
 */
export async function checkRules(
  { target, redirectHttp, domainNames }: RuleRequest,
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<void> {
  const http = httpListener(listeners);
  const hasOwnAction = (target.targetGroupArn ?? target.defaultAction) !== undefined || target.copyRules === true;
  const copiesDefaultAction = !hasOwnAction && listeners.every(({ port }) => port !== 443);
  if (!http || !(copiesDefaultAction || redirectHttp)) return;

  const rules = await loadBalancers.rules(http.listenerArn);
  const problems = [
    ...(copiesDefaultAction && rules.length > 0 ? [RULES_BYPASSED] : []),
    ...(redirectHttp ? redirectProblems(http, rules, domainNames) : []),
  ];
  if (problems.length === 0) return;
  const has = rules.length > 0 ? ` has ${ruleCount(rules.length)} in addition to its default action. ` : ': ';
  throw new TargetNotUsableError(`HTTP:80 (${http.listenerArn})${has}${problems.join('. ')}`);
}

const RULES_BYPASSED =
  'A new HTTPS:443 listener would have no rules and would forward every request like the default action: specify target.targetGroupArn for this domain or target.defaultAction "404", have them copied by target.copyRules, or create the HTTPS:443 listener with its rules yourself';
