import * as z from 'zod';
import { mapConcurrent } from '../../shared/map-concurrent';
import { actualRole, type ActualRole } from '../aws/roles';
import { stackResources, stackTemplate, type StackResource, type Template } from '../aws/stack';
import { ok, type HealthCheck } from './health-check';

/** IAM allows some 20 requests a second in an account: three a role, four roles at once. */
const CONCURRENT_ROLES = 4;

/** Whether each role of the stack exists with exactly the policies of the template. */
export const permissions: HealthCheck = async ({ stack }, onProgress) => {
  const roles = expectedRoles(await stackTemplate(stack), await stackResources(stack));
  let compared = 0;
  const differences = await mapConcurrent(CONCURRENT_ROLES, roles, async (expected) => {
    const actual = await actualRole(expected.name);
    onProgress(`permissions, ${(compared += 1)} of ${roles.length} roles`);
    return { missing: missingFrom(actual, expected), added: addedTo(actual, expected) };
  });
  const missing = differences.flatMap((each) => each.missing);
  const added = differences.flatMap((each) => each.added);
  if (missing.length + added.length === 0) return ok(`${roles.length} roles, each with its policy and nothing else`);
  const found = [...missing, ...added].join('; ');
  if (missing.length > 0) {
    return {
      status: 'error',
      found,
      advice:
        'Restore it: `aws cloudformation detect-stack-drift` shows every difference; deploy again after a change of the template.',
    };
  }
  return {
    status: 'warning',
    found,
    advice:
      'Find out who added it: a boundary can withhold what the service needs, and a policy can grant more than it should have. Remove it, or add it to the template.',
  };
};

interface ExpectedRole {
  readonly name: string;
  /** The names of its inline policies. */
  readonly policies: readonly string[];
  /** The ARNs of managed policies that the template writes out; references are not resolved. */
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

function expectedRoles({ Resources }: Template, resources: readonly StackResource[]): ExpectedRole[] {
  // A policy with a condition that is false is in the template, but not among the stack's resources.
  const policyResources = resources.flatMap(({ type, logicalId }) =>
    type === 'AWS::IAM::Policy' ? [policyProperties.parse(Resources[logicalId]?.Properties)] : [],
  );
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ logicalId, physicalId }) => {
      const { Policies, ManagedPolicyArns, PermissionsBoundary } = roleProperties.parse(
        Resources[logicalId]?.Properties ?? {},
      );
      const ofRole = policyResources.filter(({ Roles }) => Roles.some((role) => refersTo(role, logicalId)));
      return {
        name: physicalId,
        policies: [...Policies, ...ofRole].map(({ PolicyName }) => PolicyName),
        attached: ManagedPolicyArns.filter((arn) => typeof arn === 'string'),
        hasBoundary: PermissionsBoundary !== undefined,
      };
    });
}

const refersTo = (value: unknown, logicalId: string) =>
  typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === logicalId;

function missingFrom(actual: ActualRole | undefined, { name, policies }: ExpectedRole): string[] {
  if (!actual) return [`the role ${name} is gone`];
  return policies
    .filter((policy) => !actual.policies.includes(policy))
    .map((policy) => `${name} lacks its policy ${policy}`);
}

function addedTo(actual: ActualRole | undefined, { name, policies, attached, hasBoundary }: ExpectedRole): string[] {
  if (!actual) return [];
  return [
    ...actual.policies
      .filter((policy) => !policies.includes(policy))
      .map((policy) => `${name} has the policy ${policy}, which is not in the template`),
    ...actual.attached
      .filter((arn) => !attached.includes(arn))
      .map((arn) => `${name} has ${arn} attached, which is not in the template`),
    ...(actual.boundary !== undefined && !hasBoundary
      ? [`${name} is limited by the permissions boundary ${actual.boundary}`]
      : []),
  ];
}
