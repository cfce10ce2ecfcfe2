import { memoize } from '../cache/memoize';
import { allowsAmazon, caaLookups, type CaaRecord, caaText } from '../domain/dns/caa';
import { type NamedRecord, recordText } from '../domain/dns/zone';
import { ancestry, isWildcard } from '../domain/names/domain-name';
import { CaaForbidsAmazonError, RecordConflictError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';

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

/**
 * Makes sure that no wildcard answers for a name that is to get records: the validation record, which stands below its
 * name, already makes the name exist, and from then on no wildcard answers for it (RFC 4592, 2.2.2). What is live through
 * one would be gone.
 *
 * @throws RecordConflictError naming each wildcard, the names that it answers for, and what to create first
 */
export async function checkWildcards(
  zones: readonly ZoneOfName[],
  hostedZones: Pick<HostedZones, 'node'>,
): Promise<void> {
  const answering = new Map<string, string[]>();
  for (const zone of zones) {
    const born = await topmostMissing(zone, hostedZones);
    if (born === undefined) continue;
    const wildcard = `*.${ancestry(born)[1] ?? ''}`;
    const { records } = await hostedZones.node(zone.zoneId, wildcard);
    if (records.length === 0) continue;
    const what = wildcardText(wildcard, zone.zoneId, records);
    answering.set(what, [...(answering.get(what) ?? []), lossText(zone.domainName, born)]);
  }
  if (answering.size === 0) return;
  const told = [...answering].map(([what, losses]) => `${what} answers now for ${losses.join(', ')}`);
  throw new RecordConflictError(
    `${told.join('; ')}. The validation record would make the name exist, and a wildcard answers for no name that exists, ` +
      'nor for what is below it: what is live there would be gone. Create records like the ones of the wildcard at the name, ' +
      'and at any other there that must go on answering',
  );
}

/** The highest name on the way down from the zone that does not exist yet; the wildcard beside it answers for all of them (RFC 4592, 3.3.1). */
async function topmostMissing(
  { domainName, zoneId, zoneName }: ZoneOfName,
  hostedZones: Pick<HostedZones, 'node'>,
): Promise<string | undefined> {
  const names = ancestry(domainName);
  let missing: string | undefined;
  for (const name of names.slice(0, names.indexOf(zoneName))) {
    if ((await hostedZones.node(zoneId, name)).exists) break;
    missing = name;
  }
  return missing;
}

const wildcardText = (wildcard: string, zoneId: string, records: readonly NamedRecord[]) =>
  `${wildcard} (${records.map(recordText).join(', ')} in zone ${zoneId})`;

const lossText = (domainName: string, born: string) =>
  domainName === born ? domainName : `${domainName} (and all else at or below ${born})`;
