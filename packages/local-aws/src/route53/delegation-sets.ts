import { randomInt } from 'node:crypto';

const topLevels = ['com', 'net', 'org', 'co.uk'];
const SERVERS_A_TOP_LEVEL = 512;

/** The name servers in every private zone; they answer inside the zone's VPCs only. */
export const privateNameServers: readonly string[] = topLevels.map((_, index) => nameServer(index, 0));

/** Four unused name servers under four top-level domains. */
export function chooseDelegationSet(isTaken: (nameServer: string) => boolean): string[] {
  return topLevels.map((_, index) => {
    for (;;) {
      const candidate = nameServer(index, randomInt(1, SERVERS_A_TOP_LEVEL));
      if (!isTaken(candidate)) return candidate;
    }
  });
}

/** Whether a host name has the form of Route 53's name servers. */
export function isRoute53NameServer(hostName: string): boolean {
  return /^ns-\d+\.awsdns-\d\d\.(com|net|org|co\.uk)$/.test(hostName);
}

function nameServer(topLevel: number, number: number): string {
  const group = String(number >> 3).padStart(2, '0');
  return `ns-${topLevel * SERVERS_A_TOP_LEVEL + number}.awsdns-${group}.${topLevels[topLevel]}`;
}
