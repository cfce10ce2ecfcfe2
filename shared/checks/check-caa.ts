import { allowsAmazon, caaLookups, caaText, type CaaRecord } from '../domain/caa';
import { isWildcard } from '../domain/domain-name';
import { CaaForbidsAmazonError } from '../errors';
import type { PublicDns } from '../network/public-dns';
import { memoize } from '../memoize';

/**
 * Makes sure that the CAA records in force let Amazon issue for every name.
 *
 * @throws CaaForbidsAmazonError naming each name, the records in its way, where they stand, and the record that would help
 * @throws DnsLookupError when a look-up fails: a CA that cannot look must not issue
 */
export async function checkCaa(domainNames: readonly string[], publicDns: PublicDns): Promise<void> {
  const look = memoize(publicDns.caa);
  const refused = new Map<string, string[]>();
  for (const domainName of domainNames) {
    const inForce = await recordsInForce(domainName, look);
    if (!inForce || allowsAmazon(domainName, inForce.records)) continue;
    const why = refusalText(domainName, inForce);
    refused.set(why, [...(refused.get(why) ?? []), domainName]);
  }
  if (refused.size === 0) return;
  throw new CaaForbidsAmazonError([...refused].map(([why, names]) => `${names.join(', ')}: ${why}`).join('; '));
}

interface InForce {
  readonly at: string;
  readonly records: readonly CaaRecord[];
}

async function recordsInForce(
  domainName: string,
  look: (name: string) => Promise<CaaRecord[]>,
): Promise<InForce | undefined> {
  for (const at of caaLookups(domainName)) {
    const records = await look(at);
    if (records.length > 0) return { at, records };
  }
  return undefined;
}

function refusalText(domainName: string, { at, records }: InForce): string {
  const tag = isWildcard(domainName) && records.some((record) => record.tag === 'issuewild') ? 'issuewild' : 'issue';
  return (
    `the CAA records at ${at} (${records.map(caaText).join(', ')}) do not let Amazon issue; ` +
    `what is missing: ${at} CAA 0 ${tag} "amazon.com"`
  );
}
