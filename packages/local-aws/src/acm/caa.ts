import { baseDomain } from './domain-names';
import type { DnsAnswer, Resolve } from './resolve';

/** Any of these in a CAA record permits Amazon to issue (ACM user guide, Configure a CAA record). */
const AMAZON_ISSUERS = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];
const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone'];

interface CaaRecord {
  readonly critical: boolean;
  readonly tag: string;
  readonly value: string;
}

/** The names for which CAA records in the public DNS forbid Amazon to issue. */
export async function namesForbiddenByCaa(resolve: Resolve, domainNames: readonly string[]): Promise<string[]> {
  const forbidden: string[] = [];
  for (const name of domainNames) {
    const records = await closestCaaRecords(resolve, baseDomain(name));
    if (records === 'unresolvable' || !permits(records, name.startsWith('*.'))) forbidden.push(name);
  }
  return forbidden;
}

/**
 * The CAA records of the name, or of its closest ancestor that has any (RFC 8659 §3). `unresolvable` when a server
 * fails: certificate authorities must validate DNSSEC here, so a broken chain blocks issuance (CA/B ballot SC-085).
 */
async function closestCaaRecords(resolve: Resolve, domainName: string): Promise<CaaRecord[] | 'unresolvable'> {
  for (let labels = domainName.split('.'); labels.length > 0; labels = labels.slice(1)) {
    const answer = await resolve(labels.join('.'), 'CAA').catch(() => undefined);
    if (!answer || answer.rcode === 'SERVFAIL') return 'unresolvable';
    const records = answer.answers.flatMap(readCaa);
    if (records.length > 0) return records;
  }
  return [];
}

function permits(records: readonly CaaRecord[], isWildcard: boolean): boolean {
  if (records.some(({ critical, tag }) => critical && !KNOWN_TAGS.includes(tag))) return false;
  const withTag = (tag: string) => records.filter((record) => record.tag === tag);
  const wild = isWildcard ? withTag('issuewild') : [];
  const deciding = wild.length > 0 ? wild : withTag('issue');
  return deciding.length === 0 || deciding.some(({ value }) => AMAZON_ISSUERS.includes(issuerOf(value)));
}

// Parameters after the semicolon (RFC 8657) are ignored: authorities must honour them from March 2027, and whether ACM
// already does is not known. A lone `;` names no issuer and so forbids all.
const issuerOf = (value: string) => (value.split(';')[0] ?? '').trim().toLowerCase();

function readCaa({ type, data }: DnsAnswer): CaaRecord[] {
  if (type !== 'CAA' || typeof data !== 'object' || data === null) return [];
  const { flags, tag, value } = data as { flags?: unknown; tag?: unknown; value?: unknown };
  if (typeof tag !== 'string' || typeof value !== 'string') return [];
  return [{ critical: (Number(flags ?? 0) & 0x80) !== 0, tag: tag.toLowerCase(), value }];
}
