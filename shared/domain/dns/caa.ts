import { ancestry, isWildcard } from '../names/domain-name';

/** The issuers that CAA may name so that ACM can issue; any one is enough (ACM user guide, "Set up a CAA record"). */
const AMAZON_ISSUERS = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** One CAA record: `issue "amazon.com"` is `{ tag: 'issue', value: 'amazon.com' }`. */
export interface CaaRecord {
  readonly tag: string;
  readonly value: string;
  readonly isCritical: boolean;
}

/** The names to ask for CAA records, in this order; the first that has any is in force (RFC 8659, section 3). */
export const caaLookups = (domainName: string): string[] => ancestry(domainName);

/**
 * Whether the records in force let Amazon issue for the name. `issuewild` decides for a wildcard when there is one;
 * otherwise `issue` decides. Parameters after `;` (RFC 8657) are not judged: ACM publishes no account URI to compare.
 */
export function allowsAmazon(domainName: string, records: readonly CaaRecord[]): boolean {
  const known = new Set(['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone']);
  if (records.some((record) => record.isCritical && !known.has(record.tag.toLowerCase()))) return false;
  const tagged = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
  const wild = isWildcard(domainName) ? tagged('issuewild') : [];
  const deciding = wild.length > 0 ? wild : tagged('issue');
  return deciding.length === 0 || deciding.some((record) => AMAZON_ISSUERS.includes(issuerOf(record)));
}

const issuerOf = (record: CaaRecord) => (record.value.split(';')[0] ?? '').trim().toLowerCase().replace(/\.$/, '');

/** The record as a zone file has it, for a person to compare. */
export const caaText = (record: CaaRecord): string => `${record.isCritical ? 128 : 0} ${record.tag} "${record.value}"`;
