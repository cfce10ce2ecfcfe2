import type { LoadBalancers } from '../aws/load-balancers';
import { httpListener, type Listener } from '../domain/listener';
import { TargetNotUsableError } from '../errors';
import type { CheckedRequest } from './read-request';

/**
 * Makes sure that no rule of HTTP:80 is left behind. A listener's rules are its own, and its default action is used for
 * what none of them takes (Elastic Load Balancing, "Listener rules for your Application Load Balancer"): so a new HTTPS:443
 * would forward where that action does whatever the rules say, and a redirect in its place would not reach what they take.
 * Asks for the rules only where one of these is about to happen.
 *
 * @throws TargetNotUsableError
 */
export async function checkRules(
  { target, redirectHttp }: CheckedRequest,
  listeners: readonly Listener[],
  loadBalancers: LoadBalancers,
): Promise<void> {
  const http = httpListener(listeners);
  const isTakenOver = target.targetGroupArn === undefined && listeners.every(({ port }) => port !== 443);
  const becomesRedirect = redirectHttp && !http?.redirectsToHttps;
  if (!http || !(isTakenOver || becomesRedirect)) return;

  const rules = await loadBalancers.rules(http.listenerArn);
  const plain = rules.filter(({ redirectsToHttps }) => !redirectsToHttps);
  const problems = [
    ...(isTakenOver && rules.length > 0 ? [LOST] : []),
    ...(becomesRedirect && plain.length > 0 ? [staysPlain(plain.length)] : []),
  ];
  if (problems.length === 0) return;
  throw new TargetNotUsableError(
    `HTTP:80 (${http.listenerArn}) has ${count(rules.length)} besides its default action. ${problems.join('. ')}`,
  );
}

const LOST =
  'A new HTTPS:443 listener would have none of them, and would forward everything where that action does: name target.targetGroupArn for what this domain shall reach, or create the HTTPS:443 listener with its rules yourself';

const staysPlain = (rules: number) =>
  `redirectHttp changes that action alone, and what ${count(rules)} ${rules === 1 ? 'takes' : 'take'} would stay on plain HTTP: leave redirectHttp out and change the rules yourself`;

const count = (rules: number) => `${rules} ${rules === 1 ? 'rule' : 'rules'}`;
