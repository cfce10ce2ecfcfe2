import { mapConcurrent } from '../shared/map-concurrent';
import { standingRole, type StandingRole } from './aws/roles';
import { stackResources } from './aws/stack-resources';
import { stackTemplate } from './aws/template';
import { good, type Examine } from './symptom';
import { wantedRoles, type WantedRole } from './wanted-roles';

/** IAM answers some 20 requests a second of an account: three a role, four roles at once. */
const AT_ONCE = 4;

/** Whether each role of the stack is there with its policies, and nobody has given it or taken from it anything. */
export const permissions: Examine = async ({ stack }, looking) => {
  const roles = wantedRoles(await stackTemplate(stack), await stackResources(stack));
  let looked = 0;
  const found = await mapConcurrent(AT_ONCE, roles, async (wanted) => {
    const existing = await standingRole(wanted.name);
    looking(`permissions, ${(looked += 1)} of ${roles.length} roles`);
    return { lacks: lacks(wanted, existing), foreign: foreign(wanted, existing) };
  });
  const lacking = found.flatMap((each) => each.lacks);
  const strange = found.flatMap((each) => each.foreign);
  if (lacking.length + strange.length === 0)
    return good(`${roles.length} roles, each with its policy and nothing else`);
  const words = [...lacking, ...strange].join('; ');
  if (lacking.length > 0) {
    return {
      state: 'bad',
      found: words,
      advice:
        'Restore it: `aws cloudformation detect-stack-drift` shows every difference; deploy again after a change of the template.',
    };
  }
  return {
    state: 'watch',
    found: words,
    advice:
      'Find out who added it: a boundary can withhold what the service needs, and a policy can grant more than it should have. Remove it, or add it to the template.',
  };
};

function lacks({ name, policies }: WantedRole, existing: StandingRole | undefined): string[] {
  if (!existing) return [`the role ${name} is gone`];
  return policies
    .filter((policy) => !existing.policies.includes(policy))
    .map((policy) => `${name} lacks its policy ${policy}`);
}

function foreign({ name, policies, attached, hasBoundary }: WantedRole, existing: StandingRole | undefined): string[] {
  if (!existing) return [];
  return [
    ...existing.policies
      .filter((policy) => !policies.includes(policy))
      .map((policy) => `${name} has the policy ${policy}, which is not the template's`),
    ...existing.attached
      .filter((arn) => !attached.includes(arn))
      .map((arn) => `${name} has ${arn} attached, which is not the template's`),
    ...(existing.boundary !== undefined && !hasBoundary
      ? [`${name} is limited by the permissions boundary ${existing.boundary}`]
      : []),
  ];
}
