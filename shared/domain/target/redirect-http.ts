import type { Listener } from './load-balancer';
import { leadsToHttps, type ListenerRule, mayMatchName, redirectText } from './listener-rule';

/** What of a rule matters here. */
type RedirectRule = Pick<ListenerRule, 'priority' | 'hosts' | 'redirect'>;

/**
 * What keeps `http://` of the names from leading to `https://` of the same names once the listener's default action is a redirect
 * to HTTPS: a redirect elsewhere that it has already, and rules that match requests for the names and do not redirect them so.
 */
export function redirectProblems(
  { redirect }: Listener,
  rules: readonly RedirectRule[],
  domainNames: readonly string[],
): string[] {
  const wrong = rules.filter((rule) =>
    domainNames.some((name) => mayMatchName(rule, name) && !(rule.redirect && leadsToHttps(rule.redirect, name))),
  );
  const elsewhere = wrong.flatMap(({ priority, redirect }) =>
    redirect?.protocol === 'HTTPS' ? [`its rule ${priority} redirects to ${redirectText(redirect)}`] : [],
  );
  if (redirect && !domainNames.every((name) => leadsToHttps(redirect, name))) {
    elsewhere.unshift(`its default action redirects to ${redirectText(redirect)}`);
  }
  const notHttps = wrong.filter((rule) => rule.redirect?.protocol !== 'HTTPS');
  return [
    ...elsewhere.map(
      (what) => `redirectHttp: ${what}, not to https:// of the same name: change it, or omit redirectHttp`,
    ),
    ...(notHttps.length > 0 ? [staysHttp(notHttps)] : []),
  ];
}

const staysHttp = (rules: readonly RedirectRule[]) =>
  `redirectHttp changes the default action only, and requests that match ${ruleCount(rules.length)} would stay on HTTP: omit redirectHttp and change the rules yourself (${priorities(rules)})`;

/** How many rules there are, in words. */
export const ruleCount = (rules: number): string => `${rules} ${rules === 1 ? 'rule' : 'rules'}`;

const priorities = (rules: readonly RedirectRule[]) =>
  `${rules.length === 1 ? 'priority' : 'priorities'} ${rules.map(({ priority }) => priority).join(', ')}`;
