import { memoize } from '../cache/memoize';
import { allowsAmazon, caaLookups, type CaaRecord, caaText } from '../domain/dns/caa';
import { type NamedRecord, recordText } from '../domain/dns/zone';
import { ancestry, isWildcard } from '../domain/names/domain-name';
import { CaaForbidsAmazonError, RecordConflictError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { ZoneOfName } from '../steps';

/**
 * Checks that the effective CAA records allow Amazon to issue for every name.
 *
 * @throws CaaForbidsAmazonError with each name, the CAA records that forbid it, and the record to add
 * @throws DnsLookupError when a lookup fails, because a CA then must not issue
 */
export async function checkCaa(domainNames: readonly string[], publicDns: PublicDns): Promise<void> {
  const lookUpCaa = memoize(publicDns.caa);
  const forbidden = new Map<string, string[]>();
  for (const domainName of domainNames) {
    const effective = await effectiveCaa(domainName, lookUpCaa);
    if (!effective || allowsAmazon(domainName, effective.records)) continue;
    const reason = forbiddenText(domainName, effective);
    forbidden.set(reason, [...(forbidden.get(reason) ?? []), domainName]);
  }
  if (forbidden.size === 0) return;
  throw new CaaForbidsAmazonError([...forbidden].map(([reason, names]) => `${names.join(', ')}: ${reason}`).join('; '));
}

interface EffectiveCaa {
  readonly at: string;
  readonly records: readonly CaaRecord[];
}

async function effectiveCaa(
  domainName: string,
  lookUpCaa: (name: string) => Promise<CaaRecord[]>,
): Promise<EffectiveCaa | undefined> {
  for (const at of caaLookups(domainName)) {
    const records = await lookUpCaa(at);
    if (records.length > 0) return { at, records };
  }
  return undefined;
}

function forbiddenText(domainName: string, { at, records }: EffectiveCaa): string {
  const tag = isWildcard(domainName) && records.some((record) => record.tag === 'issuewild') ? 'issuewild' : 'issue';
  return (
    `the CAA records at ${at} (${records.map(caaText).join(', ')}) do not allow Amazon to issue; ` +
    `add the record: ${at} CAA 0 ${tag} "amazon.com"`
  );
}

/**
 * Checks that no wildcard record matches a name that gets records: the validation record below a name makes that name exist, and
 * a wildcard no longer matches a name that exists (RFC 4592, 2.2.2). Names that resolve through the wildcard would stop resolving.
 *
 * @throws RecordConflictError with each wildcard, the names that it matches, and what to create first
 */
export async function checkWildcards(
  zones: readonly ZoneOfName[],
  hostedZones: Pick<HostedZones, 'getNode'>,
): Promise<void> {
  const matching = new Map<string, string[]>();
  for (const zone of zones) {
    const missing = await topmostMissing(zone, hostedZones);
    if (missing === undefined) continue;
    const wildcard = `*.${ancestry(missing)[1] ?? ''}`;
    const { records } = await hostedZones.getNode(zone.zoneId, wildcard);
    if (records.length === 0) continue;
    const what = wildcardText(wildcard, zone.zoneId, records);
    matching.set(what, [...(matching.get(what) ?? []), affectedText(zone.domainName, missing)]);
  }
  if (matching.size === 0) return;
  const conflicts = [...matching].map(([what, affected]) => `${what} matches ${affected.join(', ')}`);
  throw new RecordConflictError(
    `${conflicts.join('; ')}. The validation record would make the name exist, and a wildcard matches neither a name that exists ` +
      'nor its subdomains: they would stop resolving. First create records like those of the wildcard at the name and at every ' +
      'subdomain that must keep resolving',
  );
}

/** The highest name below the zone that does not exist yet; its sibling wildcard matches it and its subdomains (RFC 4592, 3.3.1). */
async function topmostMissing(
  { domainName, zoneId, zoneName }: ZoneOfName,
  hostedZones: Pick<HostedZones, 'getNode'>,
): Promise<string | undefined> {
  const names = ancestry(domainName);
  let missing: string | undefined;
  for (const name of names.slice(0, names.indexOf(zoneName))) {
    if ((await hostedZones.getNode(zoneId, name)).exists) break;
    missing = name;
  }
  return missing;
}

const wildcardText = (wildcard: string, zoneId: string, records: readonly NamedRecord[]) =>
  `${wildcard} (${records.map(recordText).join(', ')} in zone ${zoneId})`;

const affectedText = (domainName: string, missing: string) =>
  domainName === missing ? domainName : `${domainName} (and every other name at or below ${missing})`;
