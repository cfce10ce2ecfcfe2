import * as sdk from '@aws-sdk/client-iam';
import type { Service } from '../world';
import type { Iam, Role } from './iam';

interface OfRole {
  readonly RoleName?: string | undefined;
}

/** IAM over the wire: reading roles, and changing them outside their stack. Roles are created by deployments. */
export function iamService(iam: Iam): Service {
  const roleOf = ({ RoleName = '' }: OfRole) => iam.requireRole(RoleName);

  return {
    signingName: 'iam',
    sdk,
    operations: {
      GetRole: (input: sdk.GetRoleCommandInput) => ({ Role: described(roleOf(input)) }),

      ListRolePolicies: (input: sdk.ListRolePoliciesCommandInput) => ({
        PolicyNames: [...roleOf(input).policies.keys()],
        IsTruncated: false,
      }),

      ListAttachedRolePolicies: (input: sdk.ListAttachedRolePoliciesCommandInput) => ({
        AttachedPolicies: roleOf(input).managedPolicyArns.map((PolicyArn) => ({
          PolicyArn,
          PolicyName: PolicyArn.split('/').at(-1),
        })),
        IsTruncated: false,
      }),

      AttachRolePolicy({ RoleName = '', PolicyArn = '' }: sdk.AttachRolePolicyCommandInput) {
        iam.attachRolePolicy(RoleName, PolicyArn);
        return {};
      },

      PutRolePermissionsBoundary({
        RoleName = '',
        PermissionsBoundary = '',
      }: sdk.PutRolePermissionsBoundaryCommandInput) {
        iam.putPermissionsBoundary(RoleName, PermissionsBoundary);
        return {};
      },

      DeleteRolePolicy({ RoleName = '', PolicyName = '' }: sdk.DeleteRolePolicyCommandInput) {
        iam.deleteRolePolicy(RoleName, PolicyName);
        return {};
      },

      DeleteRole({ RoleName = '' }: sdk.DeleteRoleCommandInput) {
        iam.deleteRole(RoleName);
        return {};
      },
    },
  };
}

const described = ({ arn, roleName, trustPolicy, permissionsBoundary, createdAt }: Role): sdk.Role => ({
  Path: '/',
  RoleName: roleName,
  RoleId: `AROA${roleName}`,
  Arn: arn,
  CreateDate: new Date(createdAt),
  // "The policy is URL-encoded" (IAM API, Role).
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy)),
  ...(permissionsBoundary !== undefined && {
    PermissionsBoundary: {
      PermissionsBoundaryType: sdk.PermissionsBoundaryAttachmentType.Policy,
      PermissionsBoundaryArn: permissionsBoundary,
    },
  }),
});
