import {
  GetRoleCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { callAws, callAwsPages, clientOptions } from '../../shared/aws/call-aws';

/** A role as it currently exists in IAM. */
export interface ActualRole {
  /** The names of its inline policies. */
  readonly policies: readonly string[];
  /** The ARNs of the managed policies that are attached to it. */
  readonly attached: readonly string[];
  /** The ARN of its permissions boundary. */
  readonly boundary?: string | undefined;
}

/** A role with its policies and boundary; undefined if it was deleted. */
export async function actualRole(
  RoleName: string,
  client = new IAMClient(clientOptions),
): Promise<ActualRole | undefined> {
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
