import { nodeAt } from '../domain/dns/zone';
import type { HostedZones } from '../ports/dns';
import { memoize } from './memoize';

/** From this many names in a zone, listing its first page is likely to save more requests than it costs. */
const MIN_NAMES_TO_LIST = 3;

/**
 * Reads the records at several names with few requests, because Route 53 limits their rate and a request may have a hundred names:
 * a zone whose records fit one page is listed once, and the node of a name is read once.
 *
 * @param zones the zone of each name that will be read
 */
export function zoneRecords(
  hostedZones: HostedZones,
  zones: readonly { readonly zoneId: string }[],
): Pick<HostedZones, 'getCname' | 'getNode'> {
  const allRecords = memoize((zoneId) => hostedZones.listAllRecords(zoneId));
  const listedNode = async (zoneId: string, name: string) => {
    if (zones.filter((each) => each.zoneId === zoneId).length < MIN_NAMES_TO_LIST) return undefined;
    const records = await allRecords(zoneId);
    return records && nodeAt(name, records);
  };
  const nodesOf = memoize(async (zoneId) => memoize((name) => hostedZones.getNode(zoneId, name)));
  return {
    async getCname(zoneId, name) {
      const node = await listedNode(zoneId, name);
      if (!node) return hostedZones.getCname(zoneId, name);
      return node.records.filter(({ type }) => type === 'CNAME').flatMap(({ values }) => values);
    },
    async getNode(zoneId, name) {
      return (await listedNode(zoneId, name)) ?? (await nodesOf(zoneId))(name);
    },
  };
}
