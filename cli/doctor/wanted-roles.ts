import * as z from 'zod';
import type { StackResource } from '../aws/stack-resources';
import type { Template } from '../aws/template';

/** A role of the stack, and what its template gives it. */
export interface WantedRole {
  readonly name: string;
  /** The names of its inline policies. */
  readonly policies: readonly string[];
  /** The ARNs of managed policies, as far as the template writes them out. */
  readonly attached: readonly string[];
  readonly hasBoundary: boolean;
}

const roleProperties = z.looseObject({
  Policies: z.array(z.looseObject({ PolicyName: z.string() })).default([]),
  ManagedPolicyArns: z.array(z.unknown()).default([]),
  PermissionsBoundary: z.unknown().optional(),
});
const policyProperties = z.looseObject({
  PolicyName: z.string(),
  Roles: z.array(z.unknown()),
});

/** The roles that a stack has made, each with the policies that stand with it or apart from it in the template. */
export function wantedRoles({ Resources }: Template, resources: readonly StackResource[]): WantedRole[] {
  // A policy that a condition has left out of the stack is not among its resources.
  const apart = resources.flatMap(({ type, logicalId }) =>
    type === 'AWS::IAM::Policy' ? [policyProperties.parse(Resources[logicalId]?.Properties)] : [],
  );
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ logicalId, physicalId }) => {
      const { Policies, ManagedPolicyArns, PermissionsBoundary } = roleProperties.parse(
        Resources[logicalId]?.Properties ?? {},
      );
      const added = apart.filter(({ Roles }) => Roles.some((role) => refersTo(role, logicalId)));
      return {
        name: physicalId,
        policies: [...Policies, ...added].map(({ PolicyName }) => PolicyName),
        attached: ManagedPolicyArns.filter((arn) => typeof arn === 'string'),
        hasBoundary: PermissionsBoundary !== undefined,
      };
    });
}

const refersTo = (value: unknown, logicalId: string) =>
  typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === logicalId;
