import { type ValidationRecord, validationRecords } from '../domain/dns/validation-records';
import { baseOf } from '../domain/names/domain-name';
import { RecordConflictError } from '../errors';
import type { Certificates } from '../ports/certificates';
import type { ZoneOfName } from '../steps';
import { type CheckedRecord, checkValidationRecord, type RecordSources } from './validation-records';

/**
 * The validation records that certificates of the account already have for the bases of the names. ACM gives a domain the same record
 * in every certificate of an account (ACM user guide, "DNS validation"), so a record is known as soon as any certificate has it.
 *
 * @param preferred the certificate that is read first
 */
async function knownValidationRecords(
  domainNames: readonly string[],
  certificates: Pick<Certificates, 'list' | 'describe'>,
  preferred?: string,
): Promise<Map<string, ValidationRecord>> {
  const known = new Map<string, ValidationRecord>();
  const listed = (await certificates.list()).filter(({ type }) => type === 'AMAZON_ISSUED');
  const candidates = [
    ...listed.filter(({ certificateArn }) => certificateArn === preferred),
    ...listed.filter(({ certificateArn }) => certificateArn !== preferred),
  ];
  for (const base of new Set(domainNames.map(baseOf))) {
    for (const { certificateArn, domainNames: listedNames } of candidates) {
      if (known.has(base)) break;
      if (!listedNames.some((name) => baseOf(name) === base)) continue;
      const { domainNames: names = [], validations = [] } = (await certificates.describe(certificateArn)) ?? {};
      for (const name of names) {
        const wanted = validationRecords([name], validations);
        if ('records' in wanted && wanted.records[0] && !known.has(baseOf(name)))
          known.set(baseOf(name), wanted.records[0]);
      }
    }
  }
  return known;
}

/** A validation record that an earlier certificate tells, and what exists at its name. */
export type KnownRecord = ValidationRecord & CheckedRecord;

interface Sources extends RecordSources {
  readonly certificates: Pick<Certificates, 'list' | 'describe'>;
}

/**
 * Checks, before a certificate is requested, that no other CNAME is where a validation record will be, as far as an earlier
 * certificate tells its name.
 *
 * @param preferred the certificate that is read first
 * @returns the known records by the names that they validate
 * @throws RecordConflictError naming every conflicting record
 * @throws DnsLookupError when an existing CNAME cannot be followed
 */
export async function checkKnownRecords(
  zones: readonly ZoneOfName[],
  { certificates, ...sources }: Sources,
  preferred?: string,
): Promise<Map<string, KnownRecord>> {
  const bases = zones.map(({ domainName }) => domainName);
  const known = await knownValidationRecords(bases, certificates, preferred);
  const checked = new Map<string, KnownRecord>();
  const conflicts: string[] = [];
  for (const { domainName, zoneId } of zones) {
    const record = known.get(domainName);
    if (!record) continue;
    try {
      checked.set(domainName, { ...record, ...(await checkValidationRecord(record, zoneId, sources)) });
    } catch (error) {
      if (!(error instanceof RecordConflictError)) throw error;
      conflicts.push(error.message);
    }
  }
  if (conflicts.length === 0) return checked;
  throw new RecordConflictError(conflicts.join('; '));
}
