import type { HostedZones } from '../aws/hosted-zones';
import { recordText } from '../domain/alias';
import type { NamedRecord } from '../domain/dns-node';
import { ancestry } from '../domain/domain-name';
import { RecordConflictError } from '../errors';
import type { ZoneOfName } from '../workflow';

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
