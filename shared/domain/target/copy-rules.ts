import type { Listener } from './load-balancer';
import {
  PLACEHOLDERS,
  type ListenerAction,
  type ListenerRule,
  mayMatchRedirected,
  type Redirect,
  redirectText,
} from './listener-rule';

/** The tag of an HTTPS:443 listener whose rules are being copied: the ARN of the listener that they come from. */
export const COPYING_TAG = 'acm-autopilot:copyingRules';

/** What is copied: a rule, or the default action, which has neither priority nor conditions. */
type Copied = Pick<ListenerRule, 'hosts' | 'paths' | 'redirect' | 'actions'> & { readonly name: string };

const COPYABLE = ['forward', 'fixed-response', 'redirect'];

/**
 * Which rules of HTTP:80 an HTTPS:443 listener could not have as they are, and why; its default action too, unless the request gives
 * another. A redirect to HTTPS that matches its own result ends a visit to HTTP:80, but on HTTPS:443 it would never end.
 */
export function copyProblems(http: Listener, rules: readonly ListenerRule[], hasOwnDefault: boolean): string[] {
  const copied: Copied[] = rules.map((rule) => ({ ...rule, name: `rule ${rule.priority}` }));
  if (!hasOwnDefault) {
    copied.push({ name: 'the default action', redirect: http.redirect, actions: http.defaultActions ?? [] });
  }
  return copied.flatMap((each) => {
    const problem = actionProblem(each.actions) ?? (each.redirect && redirectProblem(each.redirect));
    if (problem !== undefined) return [`${each.name} ${problem}`];
    return isLoop(each, copied) && each.redirect
      ? [`${each.name} redirects to ${redirectText(each.redirect)}, which would be an endless loop over HTTPS`]
      : [];
  });
}

function actionProblem(actions: readonly ListenerAction[]): string | undefined {
  const other = actions.find(({ type }) => !COPYABLE.includes(type));
  return other && `has the action ${other.type}`;
}

function redirectProblem(redirect: Redirect): string | undefined {
  const { protocol, port } = redirect;
  const to = `redirects to ${redirectText(redirect)}`;
  if (protocol === 'HTTP') return `${to}, and ELB does not redirect HTTPS to HTTP`;
  if ((protocol === PLACEHOLDERS.protocol) === (port === PLACEHOLDERS.port)) return undefined;
  return `${to}, which is another port or protocol when it is requested over HTTPS`;
}

/** Whether a redirect to HTTPS:443 can lead back to itself, directly or by way of other redirects. */
function isLoop(start: Copied, all: readonly Copied[]): boolean {
  if (start.redirect?.protocol !== 'HTTPS') return false;
  const reached = new Set<Copied>();
  const next = [start];
  for (let from = next.pop(); from; from = next.pop()) {
    for (const to of all) {
      if (reached.has(to) || !leadsTo(from, to)) continue;
      reached.add(to);
      next.push(to);
    }
  }
  return reached.has(start);
}

const leadsTo = (from: Copied, to: Copied): boolean =>
  to.redirect !== undefined &&
  from.redirect !== undefined &&
  (from.redirect.port === '443' || from.redirect.port === PLACEHOLDERS.port) &&
  mayMatchRedirected(to, from.redirect);
