import type { World } from '../world';
import { applyingStatements, evaluate, type AccessRequest, type Verdict } from './evaluate';
import type { Iam, Role } from './iam';
import { sessionRoleArn, type PolicyDocument } from './policy';
import { UndecidableError } from './access-denied';

/** The decision about a call of a role. */
export interface Decision {
  readonly role: Role;
  readonly action: string;
  readonly resource: string;
  /** The reason for the refusal in AWS's words; undefined when it was allowed. */
  readonly refusal: string | undefined;
  /** The role's statements that allow it. */
  readonly usedBy: readonly { readonly policyName: string; readonly statement: PolicyDocument['Statement'][number] }[];
}

/** Decides who may do what. */
export interface Authorizer {
  /**
   * The reason for refusing a request, in AWS's words; undefined when it is allowed. Within an account it suffices that
   * the caller's or the resource's policy allows the request, unless one of them denies it.
   *
   * @param resourcePolicy the policy of the resource, if it has one
   * @param isKeyPolicy whether the caller's policies count only if that policy delegates to the account, as for keys
   * @throws UndecidableError when a policy uses something that is not modelled
   */
  refusal(request: AccessRequest, resourcePolicy?: PolicyDocument, isKeyPolicy?: boolean): string | undefined;
}

/** @param decided called with every decision about a role */
export function createAuthorizer(
  { account, region }: World,
  iam: Iam,
  decided: (decision: Decision) => void,
): Authorizer {
  const root = `arn:aws:iam::${account}:root`;

  return {
    refusal(access, resourcePolicy, isKeyPolicy = false) {
      const role = iam.role(sessionRoleArn(access.principal) ?? '');
      const request = {
        ...access,
        context: { ...globalKeys(access.principal, role, account, region), ...access.context },
      };
      const own: Verdict = access.principal === root ? 'allow' : role ? identityVerdict(role, request) : 'silent';
      const its = resourcePolicy ? evaluate(resourcePolicy, request) : 'silent';
      const why = reason(own, its, isKeyPolicy, role !== undefined, access.action);
      const refusal =
        why &&
        `User: ${access.principal} is not authorized to perform: ${access.action} on resource: ${access.resource} ${why}`;
      if (role)
        decided({ role, action: access.action, resource: access.resource, refusal, usedBy: allowing(role, request) });
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

/** The global condition keys of every call; a service's call for a resource also has its source. */
const globalKeys = (principal: string, role: Role | undefined, account: string, region: string) => ({
  'aws:PrincipalArn': role?.arn ?? (principal.startsWith('arn:') ? principal : undefined),
  'aws:PrincipalAccount': principal.startsWith('arn:') ? account : undefined,
  'aws:PrincipalIsAWSService': String(!principal.startsWith('arn:')),
  'aws:RequestedRegion': region,
  'aws:SourceArn': undefined,
  'aws:SourceAccount': undefined,
});
