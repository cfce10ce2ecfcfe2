import {
  GetRoleCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { callAws, callAwsPages, clientOptions } from '../../shared/aws/call-aws';

/** A role as IAM has it now. */
export interface StandingRole {
  /** The names of its inline policies. */
  readonly policies: readonly string[];
  /** The ARNs of the managed policies that are attached to it. */
  readonly attached: readonly string[];
  /** The ARN of the policy that limits it, whatever its own allow. */
  readonly boundary?: string | undefined;
}

/** A role and what decides what it may do; undefined when somebody has deleted it. */
export async function standingRole(
  RoleName: string,
  client = new IAMClient(clientOptions),
): Promise<StandingRole | undefined> {
  const role = await callAws(
    `iam:GetRole ${RoleName}`,
    client.send(new GetRoleCommand({ RoleName })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchEntityException') return undefined;
      throw error;
    }),
  );
  if (!role) return undefined;
  const policies: string[] = [];
  const inline = paginateListRolePolicies({ client }, { RoleName });
  for await (const { PolicyNames = [] } of callAwsPages(`iam:ListRolePolicies ${RoleName}`, inline)) {
    policies.push(...PolicyNames);
  }
  const attached: string[] = [];
  const managed = paginateListAttachedRolePolicies({ client }, { RoleName });
  for await (const { AttachedPolicies = [] } of callAwsPages(`iam:ListAttachedRolePolicies ${RoleName}`, managed)) {
    attached.push(...AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn));
  }
  return { policies, attached, boundary: role.Role?.PermissionsBoundary?.PermissionsBoundaryArn };
}
