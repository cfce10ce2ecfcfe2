import type { CaaRecord } from '../../shared/domain/dns/caa';
import { DnsLookupError } from '../../shared/errors';
import type { PublicDns } from '../../shared/ports/dns';
import type { Journal } from './journal';

/**
 * Public DNS in memory: delegations, CAA records and addresses.
 *
 * @param cname the CNAME values in the delegated zones
 */
export function fakePublicDns(journal: Journal, cname: (domainName: string) => string[]) {
  const nameServers = new Map<string, string[]>();
  const caa = new Map<string, CaaRecord[]>();
  const addresses = new Map<string, string[]>();
  const broken = new Set<string>();

  const lookUp = async <Answer>(type: string, domainName: string, answer: () => Answer): Promise<Answer> => {
    journal.read(`publicDns.${type} ${domainName}`);
    if (broken.has(domainName)) throw new DnsLookupError(`The lookup of ${domainName} ${type} failed: ESERVFAIL`);
    return answer();
  };
  const ports: PublicDns = {
    nameServers: (domainName) => lookUp('NS', domainName, () => nameServers.get(domainName) ?? []),
    caa: (domainName) => lookUp('CAA', domainName, () => caa.get(domainName) ?? []),
    cname: (domainName) => lookUp('CNAME', domainName, () => cname(domainName)),
    addresses: (domainName) => lookUp('A', domainName, () => addresses.get(domainName) ?? []),
  };

  return {
    ...ports,
    delegate: (zoneName: string, ...servers: string[]) => void nameServers.set(zoneName, servers),
    setCaa: (domainName: string, ...records: CaaRecord[]) => void caa.set(domainName, records),
    setAddresses: (domainName: string, ...ipv4: string[]) => void addresses.set(domainName, ipv4),
    /** Makes every lookup of the name fail, as with a broken DNSSEC chain. */
    break: (domainName: string) => void broken.add(domainName),
  };
}
