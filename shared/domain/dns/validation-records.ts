import { baseOf, withoutTrailingDot } from '../names/domain-name';

/** A validation record: the CNAME that ACM asks for. Names and values are lower case, without a trailing dot. */
export interface ValidationRecord {
  /** A name that the record validates. */
  readonly domainName: string;
  readonly name: string;
  readonly value: string;
}

/** One name's validation as ACM describes it: the record is absent at first, and comes name by name. */
export interface DomainValidation {
  readonly domainName: string;
  readonly status: string;
  readonly record?: { readonly name: string; readonly value: string } | undefined;
}

/** All records, each once; or the names that have none yet. */
export type ValidationRecords = { readonly records: ValidationRecord[] } | { readonly missing: string[] };

/**
 * The records of a certificate once ACM has given one for every name. A wildcard and its base share one record, and
 * a batch with the same record twice is refused, so each record is named once.
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

/** What a person reads of a record that stands where a validation record must be, and is not ACM's. */
export const conflictText = (
  { name, value }: Pick<ValidationRecord, 'name' | 'value'>,
  zoneId: string | undefined,
  existing: readonly string[],
): string => `${name} CNAME ${existing.join(', ')} stands in zone ${zoneId ?? ''} where ACM wants ${value}`;

/** What has to be done so that Route 53 holds a validation record. */
export type ValidationChange = 'none' | 'write' | 'conflict';

/**
 * Compares a validation record with the CNAME values that stand at its name. Only a missing record, or one that ACM itself
 * asked for before, is written; anything else was put there by somebody on purpose.
 */
export function validationChange(record: ValidationRecord, existing: readonly string[]): ValidationChange {
  if (existing.length === 0) return 'write';
  if (existing.some((value) => withoutTrailingDot(value) === record.value)) return 'none';
  return existing.every((value) => withoutTrailingDot(value).endsWith('.acm-validations.aws')) ? 'write' : 'conflict';
}

/** What public DNS shows at a validation record's name, or why it shows nothing. */
export type SeenRecord =
  | { readonly values: readonly string[]; readonly zoneName: string; readonly nameServers: readonly string[] }
  | { readonly error: string };

/**
 * Why a name is not validated yet, in words, from what ACM asks for and what public DNS shows.
 *
 * @param record the validation record; undefined while ACM has not given one
 */
export function whyPending(
  record: { readonly name: string; readonly value: string } | undefined,
  seen: SeenRecord | undefined,
): string {
  if (!record || !seen) return 'ACM has not given its validation record yet';
  const wanted = `${withoutTrailingDot(record.name)} CNAME ${withoutTrailingDot(record.value)}`;
  if ('error' in seen) return seen.error;
  if (seen.values.length === 0) {
    const delegatedTo = seen.nameServers.join(', ') || 'nobody';
    return `public DNS has no ${wanted}; it delegates ${seen.zoneName} to ${delegatedTo}`;
  }
  if (!seen.values.map(withoutTrailingDot).includes(withoutTrailingDot(record.value))) {
    return `public DNS has ${seen.values.join(', ')} where ACM wants ${wanted}`;
  }
  return `${wanted} stands in public DNS: ACM has not acted on it yet`;
}

/** What is not validated, in one sentence: names with the same reason, as a domain and its wildcard, stand together. */
export function pendingText(pending: readonly { readonly domainName: string; readonly why: string }[]): string {
  const reasons = [...new Set(pending.map(({ why }) => why))];
  const names = (reason: string) => pending.filter(({ why }) => why === reason).map(({ domainName }) => domainName);
  return reasons.map((reason) => `${names(reason).join(', ')}: ${reason}`).join('; ') || 'every name is validated';
}
