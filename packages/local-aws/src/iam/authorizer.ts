import type { World } from '../world';
import { applyingStatements, evaluate, type AccessRequest, type Verdict } from './evaluate';
import type { Iam, Role } from './iam';
import { sessionRoleArn, type PolicyDocument } from './policy';
import { UndecidableError } from './access-denied';

/** What was decided about a call of a role. */
export interface Decision {
  readonly role: Role;
  readonly action: string;
  readonly resource: string;
  /** Why it was refused, in AWS's words; undefined when it was allowed. */
  readonly refusal: string | undefined;
  /** The statements of the role that allow it. */
  readonly usedBy: readonly { readonly policyName: string; readonly statement: PolicyDocument['Statement'][number] }[];
}

/** Decides who may do what. */
export interface Authorizer {
  /**
   * Why a request is refused, in the words in which AWS says so; undefined when it is allowed. Within one account, what
   * either the caller's or the resource's policy allows is allowed, unless one of them denies it.
   *
   * @param resourcePolicy the policy of the resource, where it has one
   * @param isKeyPolicy whether the caller's own policies count only as far as that policy lets the account decide, as for keys
   * @throws UndecidableError when a policy has something that is not modelled
   */
  refusal(request: AccessRequest, resourcePolicy?: PolicyDocument, isKeyPolicy?: boolean): string | undefined;
}

/** @param decided told of every decision about a role */
export function createAuthorizer(
  { account, region }: World,
  iam: Iam,
  decided: (decision: Decision) => void,
): Authorizer {
  const root = `arn:aws:iam::${account}:root`;

  return {
    refusal(asked, resourcePolicy, isKeyPolicy = false) {
      const role = iam.role(sessionRoleArn(asked.principal) ?? '');
      const request = {
        ...asked,
        context: { ...globalKeys(asked.principal, role, account, region), ...asked.context },
      };
      const own: Verdict = asked.principal === root ? 'allow' : role ? identityVerdict(role, request) : 'silent';
      const its = resourcePolicy ? evaluate(resourcePolicy, request) : 'silent';
      const why = reason(own, its, isKeyPolicy, role !== undefined, asked.action);
      const refusal =
        why &&
        `User: ${asked.principal} is not authorized to perform: ${asked.action} on resource: ${asked.resource} ${why}`;
      if (role)
        decided({ role, action: asked.action, resource: asked.resource, refusal, usedBy: allowing(role, request) });
      return refusal;
    },
  };
}

function reason(own: Verdict, its: Verdict, isKeyPolicy: boolean, isRole: boolean, action: string): string | undefined {
  if (own === 'deny') return 'with an explicit deny in an identity-based policy';
  if (its === 'deny') return 'with an explicit deny in a resource-based policy';
  if (its === 'allow' || (own === 'allow' && (!isKeyPolicy || its === 'delegate'))) return undefined;
  const kind = isRole && own !== 'allow' ? 'identity' : 'resource';
  return `because no ${kind}-based policy allows the ${action} action`;
}

function identityVerdict({ policies, permissionsBoundary }: Role, request: AccessRequest): Verdict {
  if (permissionsBoundary !== undefined) throw new UndecidableError(`the permissions boundary ${permissionsBoundary}`);
  const verdicts = [...policies.values()].map((policy) => evaluate(policy, request));
  return (['deny', 'allow'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'silent';
}

const allowing = ({ policies }: Role, request: AccessRequest) =>
  [...policies].flatMap(([policyName, policy]) =>
    applyingStatements(policy, request)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ policyName, statement })),
  );

/** What every call has; a call that a service makes for a resource names its source besides. */
const globalKeys = (principal: string, role: Role | undefined, account: string, region: string) => ({
  'aws:PrincipalArn': role?.arn ?? (principal.startsWith('arn:') ? principal : undefined),
  'aws:PrincipalAccount': principal.startsWith('arn:') ? account : undefined,
  'aws:PrincipalIsAWSService': String(!principal.startsWith('arn:')),
  'aws:RequestedRegion': region,
  'aws:SourceArn': undefined,
  'aws:SourceAccount': undefined,
});
