import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { World } from '../world';
import { evaluate } from './evaluate';
import { sessionArn, type PolicyDocument } from './policy';

/** Temporary credentials of a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A session with a role's credentials. */
export interface RoleSession extends RoleCredentials {
  /** The session's ARN, as in AWS's messages. */
  readonly arn: string;
  readonly roleArn: string;
  /** On the cloud's clock, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A role and its policies. */
export interface Role {
  readonly arn: string;
  readonly roleName: string;
  readonly trustPolicy: PolicyDocument;
  readonly managedPolicyArns: readonly string[];
  /** The inline policies, by name; AWS's managed policies are not modelled and allow nothing. */
  readonly policies: ReadonlyMap<string, PolicyDocument>;
  /** The ARN of its permissions boundary. Boundaries are not modelled: no call of such a role can be decided. */
  readonly permissionsBoundary?: string | undefined;
  /** On the cloud's clock, in milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Options for assuming a role. */
export interface AssumeRoleOptions {
  readonly sessionName?: string;
  /** How long the credentials are valid: an hour by default. */
  readonly seconds?: number;
}

/** The account's roles, and the owners of access keys. */
export interface Iam {
  /** @returns the role's ARN */
  createRole(roleName: string, trustPolicy: PolicyDocument, managedPolicyArns?: readonly string[]): string;
  putRolePolicy(roleName: string, policyName: string, document: PolicyDocument): void;
  deleteRolePolicy(roleName: string, policyName: string): void;
  attachRolePolicy(roleName: string, policyArn: string): void;
  detachRolePolicy(roleName: string, policyArn: string): void;
  putPermissionsBoundary(roleName: string, policyArn: string): void;
  /** Refuses a role that still has policies. */
  deleteRole(roleName: string): void;
  /** The role with this name; throws IAM's NoSuchEntity when there is none. */
  requireRole(roleName: string): Role;
  /** Undefined when no role has this ARN. */
  role(arn: string): Role | undefined;
  roles(): readonly Role[];
  /** Credentials of a role, for a service that its trust policy names, e.g. `lambda.amazonaws.com`. */
  assumeRole(roleArn: string, service: string, options?: AssumeRoleOptions): RoleSession;
  /** Undefined when the cloud did not issue this access key. */
  session(accessKeyId: string): RoleSession | undefined;
}

/** An account without roles. */
export function createIam(world: World): Iam {
  const roles = new Map<string, Role & { readonly policies: Map<string, PolicyDocument> }>();
  const sessions = new Map<string, RoleSession>();
  const arnOf = (roleName: string) => `arn:aws:iam::${world.account}:role/${roleName}`;
  const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, 404);
  const roleNamed = (roleName: string) => {
    const role = roles.get(arnOf(roleName));
    if (!role) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
    return role;
  };

  return {
    createRole(roleName, trustPolicy, managedPolicyArns = []) {
      if (!/^[\w+=,.@-]{1,64}$/.test(roleName)) {
        throw new AwsError('ValidationError', `the role name ${roleName} is not 1 to 64 of the allowed characters`);
      }
      const arn = arnOf(roleName);
      if (roles.has(arn)) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409);
      }
      const createdAt = world.clock.now();
      roles.set(arn, { arn, roleName, trustPolicy, managedPolicyArns, policies: new Map(), createdAt });
      return arn;
    },
    putRolePolicy(roleName, policyName, document) {
      roleNamed(roleName).policies.set(policyName, document);
    },
    deleteRolePolicy(roleName, policyName) {
      if (!roleNamed(roleName).policies.delete(policyName))
        throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
    },
    attachRolePolicy(roleName, policyArn) {
      const role = roleNamed(roleName);
      roles.set(role.arn, { ...role, managedPolicyArns: [...new Set([...role.managedPolicyArns, policyArn])] });
    },
    detachRolePolicy(roleName, policyArn) {
      const role = roleNamed(roleName);
      if (!role.managedPolicyArns.includes(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
      roles.set(role.arn, { ...role, managedPolicyArns: role.managedPolicyArns.filter((arn) => arn !== policyArn) });
    },
    putPermissionsBoundary(roleName, policyArn) {
      const role = roleNamed(roleName);
      roles.set(role.arn, { ...role, permissionsBoundary: policyArn });
    },
    deleteRole(roleName) {
      const { arn, policies, managedPolicyArns } = roleNamed(roleName);
      if (policies.size + managedPolicyArns.length > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
      roles.delete(arn);
    },
    requireRole: roleNamed,
    role: (arn) => roles.get(arn),
    roles: () => [...roles.values()],
    assumeRole(roleArn, service, { sessionName = randomBytes(16).toString('hex'), seconds = 3600 } = {}) {
      const role = roles.get(roleArn);
      const context = { 'aws:SourceArn': undefined, 'aws:SourceAccount': undefined };
      const request = { principal: service, action: 'sts:AssumeRole', resource: roleArn, context };
      if (!role || evaluate(role.trustPolicy, request) !== 'allow') {
        throw new AwsError(
          'AccessDenied',
          `${service} is not authorized to perform: sts:AssumeRole on ${roleArn}`,
          403,
        );
      }
      const session: RoleSession = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(60).toString('base64'),
        arn: sessionArn(world.account, role.roleName, sessionName),
        roleArn,
        expiresAt: world.clock.now() + seconds * 1000,
      };
      sessions.set(session.accessKeyId, session);
      return session;
    },
    session: (accessKeyId) => sessions.get(accessKeyId),
  };
}
