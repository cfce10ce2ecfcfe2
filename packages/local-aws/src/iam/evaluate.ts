import { conditionsHold, isLike, type ConditionContext } from './condition';
import { sessionRoleArn, type PolicyDocument, type Statement } from './policy';
import { UndecidableError } from './access-denied';

/** A request as policies see it: principal, action, resource. */
export interface AccessRequest {
  /** A service such as `events.amazonaws.com`, or the ARN of a role, of one of its sessions, or of the account's root. */
  readonly principal: string;
  /** E.g. `sqs:SendMessage`. */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/**
 * A policy's verdict on a request. `delegate` is that of a resource policy that allows the whole account: then the
 * account's own policies decide (IAM, "Policy evaluation logic").
 */
export type Verdict = 'deny' | 'allow' | 'delegate' | 'silent';

/** The statements of a policy that apply to a request. */
export function applyingStatements(policy: PolicyDocument, request: AccessRequest): readonly Statement[] {
  return policy.Statement.filter((each) => applies(each, request));
}

/**
 * A policy's verdict: one Deny outweighs every Allow.
 *
 * @throws UndecidableError when an applying statement uses something that is not modelled
 */
export function evaluate(policy: PolicyDocument, request: AccessRequest): Verdict {
  const applying = applyingStatements(policy, request);
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  if (applying.some(({ Principal }) => namesDirectly(Principal, request.principal))) return 'allow';
  return applying.length > 0 ? 'delegate' : 'silent';
}

function applies(each: Statement, request: AccessRequest): boolean {
  const matchesAny = (patterns: readonly string[], value: string) => patterns.some((pattern) => isLike(pattern, value));
  const action = request.action.toLowerCase();
  const lower = (patterns: readonly string[] = []) => patterns.map((pattern) => pattern.toLowerCase());
  return (
    (!each.Principal || namesPrincipal(each.Principal, request.principal)) &&
    (each.NotAction ? !matchesAny(lower(each.NotAction), action) : matchesAny(lower(each.Action), action)) &&
    (each.NotResource
      ? !matchesAny(each.NotResource, request.resource)
      : matchesAny(each.Resource ?? ['*'], request.resource)) &&
    conditionsHold(each.Condition ?? {}, request.context)
  );
}

type Principal = Statement['Principal'];

/** The account of a principal; undefined for a service. */
const accountOf = (principal: string) => /^arn:aws:\w+::(\d{12}):/.exec(principal)?.[1];

function namesPrincipal(named: NonNullable<Principal>, principal: string): boolean {
  const account = accountOf(principal);
  const whole = account ? [account, `arn:aws:iam::${account}:root`] : [];
  return namesDirectly(named, principal) || (awsOf(named)?.some((each) => whole.includes(each)) ?? false);
}

/** Whether the principal itself is named, rather than its whole account; an identity policy names none. */
function namesDirectly(named: Principal, principal: string): boolean {
  if (!named || named === '*') return true;
  const { Service = [], AWS = [], ...others } = named;
  const [kind] = Object.keys(others);
  if (kind) throw new UndecidableError(`the principal type ${kind} of policies`);
  const identities = ['*', principal, sessionRoleArn(principal)];
  return Service.includes(principal) || AWS.some((each) => identities.includes(each));
}

const awsOf = (named: NonNullable<Principal>) => (named === '*' ? undefined : named['AWS']);
