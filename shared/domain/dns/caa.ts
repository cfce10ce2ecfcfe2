import { ancestry, isWildcard } from '../names/domain-name';

/** The issuers that let ACM issue; a CAA record for any one of them is enough (ACM user guide, "Set up a CAA record"). */
const AMAZON_ISSUERS = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** One CAA record: `issue "amazon.com"` is `{ tag: 'issue', value: 'amazon.com' }`. */
export interface CaaRecord {
  readonly tag: string;
  readonly value: string;
  readonly isCritical: boolean;
}

/** The names to query for CAA records, in order; the first name with records is authoritative (RFC 8659, section 3). */
export const caaLookups = (domainName: string): string[] => ancestry(domainName);

/**
 * Whether the relevant records allow Amazon to issue for the name. For a wildcard, `issuewild` takes precedence over `issue`.
 * Parameters after `;` (RFC 8657) are ignored, because ACM publishes no account URI to compare.
 */
export function allowsAmazon(domainName: string, records: readonly CaaRecord[]): boolean {
  const known = new Set(['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone']);
  if (records.some((record) => record.isCritical && !known.has(record.tag.toLowerCase()))) return false;
  const tagged = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
  const wild = isWildcard(domainName) ? tagged('issuewild') : [];
  const relevant = wild.length > 0 ? wild : tagged('issue');
  return relevant.length === 0 || relevant.some((record) => AMAZON_ISSUERS.includes(issuerOf(record)));
}

const issuerOf = (record: CaaRecord) => (record.value.split(';')[0] ?? '').trim().toLowerCase().replace(/\.$/, '');

/** The record in zone file format. */
export const caaText = (record: CaaRecord): string => `${record.isCritical ? 128 : 0} ${record.tag} "${record.value}"`;
