import type { AuthorizationRecord, PermissionUse, Refusal } from './authorization-log';

/** A permission, with the calls that used it in each run. */
export interface PermissionRow extends Omit<PermissionUse, 'uses'> {
  /** By run. */
  readonly uses: Readonly<Record<string, number>>;
}

/** What the roles may do and what the runs did with it. */
export interface PermissionReport {
  readonly rows: readonly PermissionRow[];
  readonly refusals: readonly Refusal[];
}

/** Adds up what the clouds of each run recorded: one row for each action of each statement of each role. */
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
 * What is wrong with the roles, in sentences: a permission that nothing used and that no reason excuses, a reason that
 * excuses nothing, a call that was refused, and a `*` where AWS knows a resource.
 *
 * @param reasons why a permission is unused, by action, or by role and action
 * @param takesResource whether AWS knows a resource for an action
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
