import { memoize } from '../cache/memoize';
import { allowsAmazon, caaLookups, type CaaRecord, caaText } from '../domain/dns/caa';
import { type NamedRecord, recordText } from '../domain/dns/zone';
import { ancestry, isWildcard } from '../domain/names/domain-name';
import { CaaForbidsAmazonError, RecordConflictError } from '../errors';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { Target, ZoneOfName } from '../steps';
import { reachesTarget } from './reaches-target';
import { followCnames } from './validation-records';

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
    const owner = (await followCnames(effective.at, publicDns, MAX_CAA_LINKS)).at(-1) ?? effective.at;
    const reason = forbiddenText(domainName, effective, owner);
    forbidden.set(reason, [...(forbidden.get(reason) ?? []), domainName]);
  }
  if (forbidden.size === 0) return;
  throw new CaaForbidsAmazonError([...forbidden].map(([reason, names]) => `${names.join(', ')}: ${reason}`).join('; '));
}

/** More CNAMEs than a resolver follows. */
const MAX_CAA_LINKS = 16;

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

/** @param owner the name that has the records: where the CNAMEs at the looked-up name lead, because a CNAME allows no other record */
function forbiddenText(domainName: string, { at, records }: EffectiveCaa, owner: string): string {
  const tag = isWildcard(domainName) && records.some((record) => record.tag === 'issuewild') ? 'issuewild' : 'issue';
  return (
    `the CAA records at ${owner}${owner === at ? '' : `, where the CNAME ${at} leads,`} (${records.map(caaText).join(', ')}) ` +
    `do not allow Amazon to issue; add the record: ${owner} CAA 0 ${tag} "amazon.com"`
  );
}

/** What checks whether a wildcard leads to the load balancer of a request that creates aliases. */
export interface AliasRequest {
  readonly domainNames: readonly string[];
  readonly target: Target;
  readonly publicDns: Pick<PublicDns, 'cname' | 'addresses'>;
}

/** Types whose records clients do not need to reach the name: a name that loses the wildcard's is served as before. */
const NOT_ADDRESSING = ['TXT', 'MX', 'CAA'];

/**
 * Checks that no wildcard record matches a name that gets records: the validation record below a name makes that name exist, and
 * a wildcard no longer matches a name that exists (RFC 4592, 2.2.2). Names that resolve through the wildcard would stop resolving.
 *
 * @param alias the aliases that the request creates; without it, every wildcard with addresses conflicts
 * @returns the names that a wildcard points at the load balancer: they must have their own alias before their validation record
 * @throws RecordConflictError with each wildcard, the names that it matches, and what to create first
 * @throws DnsLookupError when a wildcard cannot be followed to the load balancer
 */
export async function checkWildcards(
  zones: readonly ZoneOfName[],
  hostedZones: Pick<HostedZones, 'getNode'>,
  alias?: AliasRequest,
): Promise<string[]> {
  const matching = new Map<string, string[]>();
  const served: string[] = [];
  for (const zone of zones) {
    const missing = await missingNames(zone, hostedZones);
    const topmost = missing.at(-1);
    if (topmost === undefined) continue;
    const wildcard = `*.${ancestry(topmost)[1] ?? ''}`;
    const { records } = await hostedZones.getNode(zone.zoneId, wildcard);
    if (records.every(({ type }) => NOT_ADDRESSING.includes(type))) continue;
    if (
      alias &&
      missing.every((name) => hasOwnAlias(name, alias)) &&
      (await reachAll(records, zones, hostedZones, alias))
    ) {
      served.push(zone.domainName);
      continue;
    }
    const what = wildcardText(wildcard, zone.zoneId, records);
    matching.set(what, [...(matching.get(what) ?? []), affectedText(zone.domainName, topmost)]);
  }
  if (matching.size === 0) return served;
  const conflicts = [...matching].map(([what, affected]) => `${what} matches ${affected.join(', ')}`);
  throw new RecordConflictError(
    `${conflicts.join('; ')}. The validation record would make the name exist, and a wildcard matches neither a name that exists ` +
      'nor its subdomains: they would stop resolving. First create records like those of the wildcard at the name and at every ' +
      'subdomain that must keep resolving',
  );
}

/** Whether the request gives the name an alias and covers nothing below it: a wildcard gets none. */
const hasOwnAlias = (name: string, { domainNames }: AliasRequest) =>
  domainNames.includes(name) && !domainNames.includes(`*.${name}`);

/** Whether all records of a wildcard, apart from those that do not matter, lead to the load balancer. */
async function reachAll(
  records: readonly NamedRecord[],
  zones: readonly ZoneOfName[],
  hostedZones: Pick<HostedZones, 'getNode'>,
  { target, publicDns }: AliasRequest,
): Promise<boolean> {
  for (const record of records.filter(({ type }) => !NOT_ADDRESSING.includes(type))) {
    if (!(await reachesTarget(record, { target, zones, hostedZones, publicDns }))) return false;
  }
  return true;
}

/** The name and its parents that do not exist in the zone yet; a wildcard beside the last matches all of them (RFC 4592, 3.3.1). */
async function missingNames(
  { domainName, zoneId, zoneName }: ZoneOfName,
  hostedZones: Pick<HostedZones, 'getNode'>,
): Promise<string[]> {
  const names = ancestry(domainName);
  const missing: string[] = [];
  for (const name of names.slice(0, names.indexOf(zoneName))) {
    if ((await hostedZones.getNode(zoneId, name)).exists) break;
    missing.push(name);
  }
  return missing;
}

const wildcardText = (wildcard: string, zoneId: string, records: readonly NamedRecord[]) =>
  `${wildcard} (${records.map(recordText).join(', ')} in zone ${zoneId})`;

const affectedText = (domainName: string, missing: string) =>
  domainName === missing ? domainName : `${domainName} (and every other name at or below ${missing})`;
