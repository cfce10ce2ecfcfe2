import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { isAllowed, type PolicyDocument } from './policy';

/** Temporary credentials of a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A role and what it may do. */
export interface Role {
  readonly arn: string;
  readonly roleName: string;
  readonly trustPolicy: PolicyDocument;
  readonly managedPolicyArns: readonly string[];
  /** The inline policies, by name. */
  readonly policies: ReadonlyMap<string, PolicyDocument>;
}

/** The account's roles, and who owns which access key. */
export interface Iam {
  /** @returns the role's ARN */
  createRole(roleName: string, trustPolicy: PolicyDocument, managedPolicyArns?: readonly string[]): string;
  putRolePolicy(roleName: string, policyName: string, document: PolicyDocument): void;
  /** Undefined when no role has this ARN. */
  role(arn: string): Role | undefined;
  /** Credentials of a role, for a service that its trust policy names, e.g. `lambda.amazonaws.com`. */
  assumeRole(roleArn: string, service: string): RoleCredentials;
  /** Whether the role's inline policies allow an action; the managed ones that AWS publishes are not known here. */
  allows(roleArn: string, action: string, resource: string): boolean;
  /** The ARN of the role that an access key belongs to; every other key is that of the account's root. */
  principalOf(accessKeyId: string): string;
}

/** An account without roles. */
export function createIam(world: World): Iam {
  const roles = new Map<string, Role & { readonly policies: Map<string, PolicyDocument> }>();
  const owners = new Map<string, string>();
  const arnOf = (roleName: string) => `arn:aws:iam::${world.account}:role/${roleName}`;

  return {
    createRole(roleName, trustPolicy, managedPolicyArns = []) {
      if (!/^[\w+=,.@-]{1,64}$/.test(roleName)) {
        throw new AwsError('ValidationError', `the role name ${roleName} is not 1 to 64 of the allowed characters`);
      }
      const arn = arnOf(roleName);
      if (roles.has(arn)) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409);
      }
      roles.set(arn, { arn, roleName, trustPolicy, managedPolicyArns, policies: new Map() });
      return arn;
    },
    putRolePolicy(roleName, policyName, document) {
      const role = roles.get(arnOf(roleName));
      if (!role) throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`, 404);
      role.policies.set(policyName, document);
    },
    role: (arn) => roles.get(arn),
    assumeRole(roleArn, service) {
      const role = roles.get(roleArn);
      const request = { principal: service, action: 'sts:AssumeRole', resource: roleArn, context: {} };
      if (!role || !isAllowed(role.trustPolicy, request)) {
        throw new AwsError(
          'AccessDenied',
          `${service} is not authorized to perform: sts:AssumeRole on ${roleArn}`,
          403,
        );
      }
      const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
      owners.set(accessKeyId, roleArn);
      return {
        accessKeyId,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(60).toString('base64'),
      };
    },
    allows(roleArn, action, resource) {
      const statements = [...(roles.get(roleArn)?.policies.values() ?? [])].flatMap(({ Statement }) => Statement);
      return isAllowed({ Statement: statements }, { principal: roleArn, action, resource, context: {} });
    },
    principalOf: (accessKeyId) => owners.get(accessKeyId) ?? `arn:aws:iam::${world.account}:root`,
  };
}
