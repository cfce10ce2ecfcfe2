import { baseOf, withoutTrailingDot } from '../names/domain-name';

/** A validation record: the CNAME that ACM requires. Name and value are lower case, without a trailing dot. */
export interface ValidationRecord {
  /** The name that the record validates. */
  readonly domainName: string;
  readonly name: string;
  readonly value: string;
}

/** The validation of one name as ACM describes it. ACM adds the record later, name by name. */
export interface DomainValidation {
  readonly domainName: string;
  readonly status: string;
  readonly record?: { readonly name: string; readonly value: string } | undefined;
}

/** All records without duplicates, or the names that have no record yet. */
export type ValidationRecords = { readonly records: ValidationRecord[] } | { readonly missing: string[] };

/**
 * The validation records of a certificate, once ACM has provided one for every name. Duplicates are removed: a wildcard and its
 * base name share one record, and Route 53 rejects a change batch that contains a record twice.
 */
export function validationRecords(
  domainNames: readonly string[],
  validations: readonly DomainValidation[],
): ValidationRecords {
  const byName = new Map(validations.map((validation) => [validation.domainName, validation.record]));
  const missing = domainNames.filter((domainName) => !byName.get(domainName));
  if (missing.length > 0) return { missing };

  const records = new Map<string, ValidationRecord>();
  for (const domainName of domainNames) {
    const record = byName.get(domainName);
    if (!record) continue;
    const name = withoutTrailingDot(record.name);
    if (!records.has(name))
      records.set(name, { domainName: baseOf(domainName), name, value: withoutTrailingDot(record.value) });
  }
  return { records: [...records.values()] };
}

/** Describes an existing record that conflicts with a validation record. */
export const conflictText = (
  { name, value }: Pick<ValidationRecord, 'name' | 'value'>,
  zoneId: string | undefined,
  existing: readonly string[],
): string => `${name} CNAME ${existing.join(', ')} exists in zone ${zoneId ?? ''}, but ACM requires ${value}`;

/**
 * Whether a CNAME has the value that ACM requires. ACM accepts it without its leading underscore too, which some DNS providers
 * refuse (AWS re:Post, "Troubleshoot DNS validation").
 */
export function isRequiredValue(value: string, required: string): boolean {
  const [actual, wanted] = [withoutTrailingDot(value), withoutTrailingDot(required)];
  return actual === wanted || `_${actual}` === wanted;
}

/** The change that is needed for Route 53 to have a validation record. */
export type ValidationChange = 'none' | 'write' | 'conflict';

/**
 * Compares a validation record with the existing CNAME values at its name. Only a missing record or an earlier validation record
 * is written; any other record is assumed to be intentional. Several values are records with a routing policy.
 */
export function validationChange(record: ValidationRecord, existing: readonly string[]): ValidationChange {
  if (existing.length === 0) return 'write';
  const values = existing.map(withoutTrailingDot);
  if (values.every((value) => isRequiredValue(value, record.value))) return 'none';
  return values.length === 1 && values[0] !== undefined && isValidationValue(values[0]) ? 'write' : 'conflict';
}

/** Whether a CNAME's value is a validation record's, of any certificate. */
export const isValidationValue = (value: string): boolean => value.endsWith('.acm-validations.aws');

/** What public DNS returns for a validation record's name, each CNAME of a chain, or why the query failed. */
export type SeenRecord =
  | { readonly values: readonly string[]; readonly zoneName: string; readonly nameServers: readonly string[] }
  | { readonly error: string };

/**
 * Explains why a name is not validated yet, from the record that ACM requires and the one in public DNS.
 *
 * @param record the validation record; undefined while ACM has not provided one
 */
export function pendingReason(
  record: { readonly name: string; readonly value: string } | undefined,
  seen: SeenRecord | undefined,
): string {
  if (!record || !seen) return 'ACM has not provided its validation record yet';
  const required = `${withoutTrailingDot(record.name)} CNAME ${withoutTrailingDot(record.value)}`;
  if ('error' in seen) return seen.error;
  if (seen.values.length === 0) {
    const delegation =
      seen.nameServers.length === 0 ? 'is not delegated' : `is delegated to ${seen.nameServers.join(', ')}`;
    return `public DNS has no ${required}; ${seen.zoneName} ${delegation}`;
  }
  if (!seen.values.some((value) => isRequiredValue(value, record.value))) {
    return `public DNS has ${seen.values.join(', ')}, but ACM requires ${required}`;
  }
  return `public DNS has ${required}, but ACM has not validated it yet`;
}

/** With 100 names, the reasons alone would take half of what a state document may have. */
const MOST_PENDING = 10;
const LONGEST_REASON = 1_000;

/** The first names that are not validated, and how many others there are: all that the state document has room for. */
export const pendingExcerpt = (pending: readonly { readonly domainName: string; readonly why: string }[]) => ({
  pending: pending
    .slice(0, MOST_PENDING)
    .map(({ domainName, why }) => ({ domainName, why: why.slice(0, LONGEST_REASON) })),
  otherPending: Math.max(pending.length - MOST_PENDING, 0),
});

/** Lists the names that are not validated, grouped by reason; a domain and its wildcard usually share one. */
export function pendingText(pending: readonly { readonly domainName: string; readonly why: string }[]): string {
  const reasons = [...new Set(pending.map(({ why }) => why))];
  const names = (reason: string) => pending.filter(({ why }) => why === reason).map(({ domainName }) => domainName);
  return reasons.map((reason) => `${names(reason).join(', ')}: ${reason}`).join('; ') || 'every name is validated';
}
