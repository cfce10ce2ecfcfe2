import { isDeepStrictEqual } from 'node:util';
import { STACK_TAG } from '../domain/certificate/tags';
import { COPYING_TAG, copyProblems } from '../domain/target/copy-rules';
import type { Listener } from '../domain/target/load-balancer';
import type { ListenerRule } from '../domain/target/listener-rule';
import { TargetNotUsableError } from '../errors';
import type { DefaultAction, LoadBalancers } from '../ports/load-balancers';

/** What a listener of this deployment is created with while its rules are to be copied: it answers 404 to what has no rule yet. */
export const copying = (copyRulesFrom: string, stack: string) => ({
  defaultAction: { respond: '404' } as const,
  tags: { [STACK_TAG]: stack, [COPYING_TAG]: copyRulesFrom },
});

/** The listener whose rules this deployment has begun to copy to another one, and has not finished; undefined if there is none. */
export async function copiedFrom(
  listenerArn: string,
  { loadBalancers, stack }: { readonly loadBalancers: LoadBalancers; readonly stack: string },
): Promise<string | undefined> {
  const tags = await loadBalancers.listTags([listenerArn]);
  return tags[STACK_TAG] === stack ? tags[COPYING_TAG] : undefined;
}

/**
 * Copies the rules of HTTP:80 that a listener does not have yet, in the order of evaluation, then sets its default action and removes
 * the tag that says that it is incomplete: until then, each request is handled as by HTTP:80 or answered with 404.
 *
 * @param given the default action of the request; without one, that of HTTP:80 is copied
 * @throws TargetNotUsableError when a rule cannot be copied, or another rule has its priority
 * @throws TargetNotFoundError when the listener no longer exists
 */
export async function copyRules(
  listenerArn: string,
  http: Listener,
  given: DefaultAction | undefined,
  loadBalancers: LoadBalancers,
): Promise<void> {
  const rules = await loadBalancers.rules(http.listenerArn);
  requireCopyable(http, rules, given !== undefined);
  for (const rule of missingRules(rules, await loadBalancers.rules(listenerArn))) {
    const created = await loadBalancers.createRule(listenerArn, rule);
    // Another execution copies the same rules, or somebody else has just taken the priority.
    if (!created) missingRules([rule], await loadBalancers.rules(listenerArn));
  }
  await loadBalancers.setDefaultAction(listenerArn, given ?? { copyOf: http.defaultActions ?? [] });
  await loadBalancers.removeTag(listenerArn, COPYING_TAG);
}

/**
 * Checks that the rules of HTTP:80, and its default action unless there is another, can be copied as they are.
 *
 * @throws TargetNotUsableError naming those that cannot
 */
export function requireCopyable(http: Listener, rules: readonly ListenerRule[], hasOwnDefault: boolean): void {
  const problems = copyProblems(http, rules, hasOwnDefault);
  if (problems.length === 0) return;
  throw new TargetNotUsableError(
    `target.copyRules: HTTP:80 (${http.listenerArn}) cannot be copied as it is: ${problems.join('; ')}. Specify target.targetGroupArn or target.defaultAction "404" instead of its default action, and change such rules first`,
  );
}

function missingRules(wanted: readonly ListenerRule[], existing: readonly ListenerRule[]): ListenerRule[] {
  return wanted.filter((rule) => {
    const other = existing.find(({ priority }) => priority === rule.priority);
    if (other && !isDeepStrictEqual(other, rule)) {
      throw new TargetNotUsableError(
        `target.copyRules: HTTPS:443 has another rule ${rule.priority} than HTTP:80; finish its rules yourself, and remove its tag ${COPYING_TAG}`,
      );
    }
    return !other;
  });
}
