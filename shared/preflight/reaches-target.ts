import { type ExistingRecord, isAddressType, pointsTo } from '../domain/dns/zone';
import { isWithin, withoutTrailingDot } from '../domain/names/domain-name';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { Target, ZoneOfName } from '../steps';

/** What it takes to follow a name's records to the load balancer. */
export interface Following {
  readonly target: Pick<Target, 'dnsName'>;
  /** The zones of the request: the records in them are read in Route 53, all others in public DNS. */
  readonly zones: readonly ZoneOfName[];
  readonly hostedZones: Pick<HostedZones, 'getNode'>;
  readonly publicDns: Pick<PublicDns, 'cname' | 'addresses'>;
}

/** The most CNAMEs and aliases that are followed from a name. */
const MAX_LINKS = 5;

/**
 * Whether a record leads to the load balancer: by its name (in capitals, with a trailing dot or with `dualstack.` too), or through
 * other CNAMEs and aliases. Addresses that are written out never do, because a load balancer's change.
 *
 * @throws DnsLookupError when a lookup fails
 */
export async function reachesTarget(record: ExistingRecord, following: Following, links = 1): Promise<boolean> {
  if (pointsTo(record, following.target.dnsName)) return true;
  const next = record.aliasTarget ?? (record.type === 'CNAME' ? record.values[0] : undefined);
  if (next === undefined || links >= MAX_LINKS) return false;
  const name = withoutTrailingDot(next);
  const followed = (await recordsAt(name, following)).filter(
    ({ type }) => type === 'CNAME' || (isAddressType(type) && (record.type === 'CNAME' || type === record.type)),
  );
  if (followed.length === 0) return hasAddressesOf(name, following);
  for (const each of followed) {
    if (!(await reachesTarget(each, following, links + 1))) return false;
  }
  return true;
}

async function recordsAt(name: string, { zones, hostedZones, publicDns }: Following): Promise<ExistingRecord[]> {
  const [zone] = zones
    .filter(({ zoneName }) => isWithin(name, zoneName))
    .toSorted((one, other) => other.zoneName.length - one.zoneName.length);
  const { records } = zone ? await hostedZones.getNode(zone.zoneId, name) : { records: [] };
  if (records.length > 0) return [...records];
  return (await publicDns.cname(name)).map((value) => ({ type: 'CNAME', values: [value] }));
}

/** Whether another zone's name has the load balancer's addresses, as an alias that public DNS does not show. */
async function hasAddressesOf(name: string, { target, publicDns }: Following): Promise<boolean> {
  const addresses = await publicDns.addresses(name);
  if (addresses.length === 0) return false;
  const current = new Set(await publicDns.addresses(target.dnsName));
  return addresses.every((address) => current.has(address));
}
