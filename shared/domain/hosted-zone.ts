import { isWithin, withoutTrailingDot } from './domain-name';

/** A Route 53 hosted zone as the account lists it. */
export interface HostedZone {
  /** Without the `/hostedzone/` prefix. */
  readonly id: string;
  /** Lower case, no trailing dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/**
 * The zones that could hold a name's records: public, covering the name on a label boundary, and the longest such name.
 * More than one when the account has several public zones of that name; none when no zone covers the name.
 */
export function candidateZones(domainName: string, zones: readonly HostedZone[]): HostedZone[] {
  const covering = zones.filter((zone) => !zone.isPrivate && isWithin(domainName, zone.name));
  const longest = Math.max(...covering.map((zone) => zone.name.length));
  return covering.filter((zone) => zone.name.length === longest);
}

/** Whether public DNS sends the zone's name to this zone: one name server in common is enough, for sets are changed one by one. */
export function isDelegated(zoneNameServers: readonly string[], publicNameServers: readonly string[]): boolean {
  const own = new Set(zoneNameServers.map(withoutTrailingDot));
  return publicNameServers.some((server) => own.has(withoutTrailingDot(server)));
}
