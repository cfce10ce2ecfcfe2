import { nodeAt } from '../domain/dns/zone';
import type { HostedZones } from '../ports/dns';
import { memoize } from './memoize';

/** From so many names in a zone on, its first page is worth a try: it may spare more questions than it costs. */
const NAMES_WORTH_A_PAGE = 3;

/**
 * The records at several names, some of them in the same zone. A zone whose records fit one page is asked once for all of its names:
 * Route 53 answers ten questions a second, and a request may have a hundred names. The node of a name is asked for once.
 *
 * @param zones the zone of each name that will be asked for
 */
export function zoneRecords(
  hostedZones: HostedZones,
  zones: readonly { readonly zoneId: string }[],
): Pick<HostedZones, 'cname' | 'node'> {
  const page = memoize((zoneId) => hostedZones.wholeZone(zoneId));
  const known = async (zoneId: string, name: string) => {
    if (zones.filter((each) => each.zoneId === zoneId).length < NAMES_WORTH_A_PAGE) return undefined;
    const records = await page(zoneId);
    return records && nodeAt(name, records);
  };
  const nodesOf = memoize(async (zoneId) => memoize((name) => hostedZones.node(zoneId, name)));
  return {
    async cname(zoneId, name) {
      const node = await known(zoneId, name);
      if (!node) return hostedZones.cname(zoneId, name);
      return node.records.filter(({ type }) => type === 'CNAME').flatMap(({ values }) => values);
    },
    async node(zoneId, name) {
      return (await known(zoneId, name)) ?? (await nodesOf(zoneId))(name);
    },
  };
}
