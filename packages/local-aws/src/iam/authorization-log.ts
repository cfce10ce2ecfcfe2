import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision } from './authorizer';
import type { Iam } from './iam';
import type { PolicyDocument } from './policy';

/** One action of one statement of a role, and how many calls it allowed. */
export interface PermissionUse {
  /** The role's logical id in the template. */
  readonly role: string;
  readonly sid: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly condition: PolicyDocument['Statement'][number]['Condition'];
  readonly uses: number;
}

/** A refused call of a role. */
export interface Refusal {
  readonly role: string;
  readonly action: string;
  readonly message: string;
}

/** The permissions of a cloud's roles, their uses and the refusals. */
export interface AuthorizationRecord {
  readonly permissions: readonly PermissionUse[];
  readonly refusals: readonly Refusal[];
}

/** Counts the decisions about roles. */
export interface AuthorizationLog {
  add(decision: Decision): void;
  record(iam: Iam): AuthorizationRecord;
}

/**
 * The logical id of a stack's role, which CloudFormation names by stack, logical id and a random suffix. Undefined for
 * a role that is not from a template.
 */
const logicalId = (roleName: string) => /^(?:.*-)?([A-Za-z0-9]+)-[0-9A-F]{12}$/.exec(roleName)?.[1];

/** An empty log of the decisions about the roles of stacks. */
export function createAuthorizationLog(): AuthorizationLog {
  type Statement = PolicyDocument['Statement'][number];
  /** By statement, then by action; each statement belongs to one role. */
  const uses = new Map<Statement, Map<string, number>>();
  const refusals: Refusal[] = [];

  return {
    add({ role, action, refusal, usedBy }) {
      const id = logicalId(role.roleName);
      if (id === undefined) return;
      if (refusal) refusals.push({ role: id, action, message: refusal });
      else
        for (const { statement } of usedBy) {
          const counts = uses.get(statement) ?? new Map<string, number>();
          uses.set(statement, counts.set(action, (counts.get(action) ?? 0) + 1));
        }
    },

    record: (iam) => ({
      refusals,
      permissions: iam.roles().flatMap(({ roleName, policies }) => {
        const role = logicalId(roleName);
        if (role === undefined) return [];
        return [...policies.values()].flatMap(({ Statement }) =>
          Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) =>
            (statement.Action ?? []).map((action) => ({
              role,
              sid: statement.Sid ?? '',
              action,
              resources: statement.Resource ?? [],
              condition: statement.Condition,
              uses: [...(uses.get(statement) ?? [])].reduce(
                (total, [used, count]) => total + (isSame(action, used) ? count : 0),
                0,
              ),
            })),
          ),
        );
      }),
    }),
  };
}

/** A policy's action has a wildcard only at its end. */
const isSame = (pattern: string, action: string) =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;

/** Saves a record in a folder, beside those of other clouds. */
export function saveAuthorizations(folder: string, record: AuthorizationRecord): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(record));
}
