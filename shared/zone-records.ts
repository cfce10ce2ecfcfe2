import type { HostedZones, NamedRecord } from './aws/hosted-zones';
import { once } from './once';

/** From so many names in a zone on, its first page is worth a try: it may spare more questions than it costs. */
const NAMES_WORTH_A_PAGE = 3;

/**
 * The records at several names, some of them in the same zone. A zone whose records fit one page is asked once for all of its names:
 * Route 53 answers ten questions a second, and a request may have a hundred names.
 *
 * @param zoneIds the zone of each name that will be asked for
 */
export function zoneRecords(
  hostedZones: HostedZones,
  zoneIds: readonly string[],
): Pick<HostedZones, 'cname' | 'addresses'> {
  const page = once((zoneId) => hostedZones.wholeZone(zoneId));
  const known = async (zoneId: string, name: string): Promise<NamedRecord[] | undefined> => {
    if (zoneIds.filter((each) => each === zoneId).length < NAMES_WORTH_A_PAGE) return undefined;
    return (await page(zoneId))?.filter((record) => record.name === name);
  };
  return {
    async cname(zoneId, name) {
      const records = await known(zoneId, name);
      if (!records) return hostedZones.cname(zoneId, name);
      return records.filter(({ type }) => type === 'CNAME').flatMap(({ values }) => values);
    },
    async addresses(zoneId, name) {
      const records = await known(zoneId, name);
      if (!records) return hostedZones.addresses(zoneId, name);
      return records.filter(({ type }) => ['A', 'AAAA', 'CNAME'].includes(type));
    },
  };
}
