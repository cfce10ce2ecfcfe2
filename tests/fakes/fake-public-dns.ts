import type { CaaRecord } from '../../shared/domain/dns/caa';
import { DnsLookupError } from '../../shared/errors';
import type { PublicDns } from '../../shared/ports/dns';
import type { Journal } from './journal';

/**
 * Public DNS in memory: who a name is delegated to, its CAA records and addresses.
 *
 * @param cname the CNAME values that the delegated zones hold
 */
export function fakePublicDns(journal: Journal, cname: (domainName: string) => string[]) {
  const nameServers = new Map<string, string[]>();
  const caa = new Map<string, CaaRecord[]>();
  const addresses = new Map<string, string[]>();
  const broken = new Set<string>();

  const look = async <Answer>(type: string, domainName: string, answer: () => Answer): Promise<Answer> => {
    journal.read(`publicDns.${type} ${domainName}`);
    if (broken.has(domainName)) throw new DnsLookupError(`The look-up of ${domainName} ${type} failed: ESERVFAIL`);
    return answer();
  };
  const ports: PublicDns = {
    nameServers: (domainName) => look('NS', domainName, () => nameServers.get(domainName) ?? []),
    caa: (domainName) => look('CAA', domainName, () => caa.get(domainName) ?? []),
    cname: (domainName) => look('CNAME', domainName, () => cname(domainName)),
    addresses: (domainName) => look('A', domainName, () => addresses.get(domainName) ?? []),
  };

  return {
    ...ports,
    delegate: (zoneName: string, ...servers: string[]) => void nameServers.set(zoneName, servers),
    setCaa: (domainName: string, ...records: CaaRecord[]) => void caa.set(domainName, records),
    setAddresses: (domainName: string, ...ipv4: string[]) => void addresses.set(domainName, ipv4),
    /** Every look-up of the name fails, as it does when a DNSSEC chain is broken. */
    break: (domainName: string) => void broken.add(domainName),
  };
}
