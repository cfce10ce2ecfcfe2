import type { AuthorizationRecord, PermissionUse, Refusal } from './authorization-log';

/** A permission and the number of calls that used it in each run. */
export interface PermissionRow extends Omit<PermissionUse, 'uses'> {
  /** By run. */
  readonly uses: Readonly<Record<string, number>>;
}

/** The permissions of all roles and their use in all runs. */
export interface PermissionReport {
  readonly rows: readonly PermissionRow[];
  readonly refusals: readonly Refusal[];
}

/** Adds up the records of each run: one row for each action of each statement of each role. */
export function mergeRecords(runs: Readonly<Record<string, readonly AuthorizationRecord[]>>): PermissionReport {
  const rows = new Map<string, PermissionRow>();
  for (const [run, records] of Object.entries(runs)) {
    for (const { uses, ...permission } of records.flatMap(({ permissions }) => permissions)) {
      const key = `${permission.role} ${permission.sid} ${permission.action}`;
      const known = rows.get(key) ?? { ...permission, uses: {} };
      rows.set(key, { ...known, uses: { ...known.uses, [run]: (known.uses[run] ?? 0) + uses } });
    }
  }
  const refusals = Object.values(runs).flatMap((records) => records.flatMap((record) => record.refusals));
  return { rows: [...rows.values()].sort((a, b) => compare(a.role, b.role)), refusals };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** How often a permission was used in all runs together. */
export const totalOf = ({ uses }: PermissionRow): number => Object.values(uses).reduce((sum, count) => sum + count, 0);

/**
 * The problems of the roles, in sentences: an unused permission without a reason, a reason without an unused
 * permission, a refused call, and a `*` for an action that has resources.
 *
 * @param reasons why permissions are unused, by action, or by role and action
 * @param takesResource whether an action has resources
 */
export function findings(
  { rows, refusals }: PermissionReport,
  reasons: Readonly<Record<string, string>>,
  takesResource: (action: string) => boolean,
): readonly string[] {
  const keysOf = ({ role, action }: PermissionRow) => [action, `${role} ${action}`];
  const unused = rows.filter((row) => totalOf(row) === 0);
  const excused = new Set(unused.flatMap(keysOf));
  return [
    ...unused
      .filter((row) => !keysOf(row).some((key) => key in reasons))
      .map(({ role, sid, action }) => `${role} has ${action} (${sid}), which nothing used`),
    ...Object.keys(reasons)
      .filter((key) => !excused.has(key))
      .map((key) => `the reason for ${key} excuses nothing: no role has it, or it is used`),
    ...rows
      .filter(({ action, resources }) => resources.includes('*') && takesResource(action))
      .map(({ role, sid, action }) => `${role} has ${action} (${sid}) on *, though AWS knows a resource for it`),
    ...new Set(refusals.map(({ role, message }) => `${role} was refused: ${message}`)),
  ];
}
