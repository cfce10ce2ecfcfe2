import { promises as dns } from 'node:dns';
import type { CaaRecord } from '../domain/caa';
import { DnsLookupError } from '../errors';

/** Public DNS, as ACM and the rest of the world see it. A name or type that does not exist is an empty answer. */
export interface PublicDns {
  /** @throws DnsLookupError */
  nameServers(domainName: string): Promise<string[]>;
  /** @throws DnsLookupError */
  caa(domainName: string): Promise<CaaRecord[]>;
  /** Lower case, no trailing dot. @throws DnsLookupError */
  cname(domainName: string): Promise<string[]>;
  /** IPv4 addresses. @throws DnsLookupError */
  addresses(domainName: string): Promise<string[]>;
}

const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA']);

/** Public DNS through the resolver of the machine. */
export function publicDns(): PublicDns {
  return {
    nameServers: (domainName) => asking('NS', domainName, dns.resolveNs(domainName)),
    caa: async (domainName) => (await asking('CAA', domainName, dns.resolveCaa(domainName))).map(caaRecord),
    cname: async (domainName) =>
      (await asking('CNAME', domainName, dns.resolveCname(domainName))).map((name) =>
        name.toLowerCase().replace(/\.$/, ''),
      ),
    addresses: (domainName) => asking('A', domainName, dns.resolve4(domainName)),
  };
}

async function asking<Answer>(type: string, domainName: string, answer: Promise<Answer[]>): Promise<Answer[]> {
  try {
    return await answer;
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (NOT_THERE.has(code)) return [];
    throw new DnsLookupError(`The look-up of ${domainName} ${type} in public DNS failed: ${code || String(thrown)}`, {
      cause: thrown,
    });
  }
}

/** Node gives `{ critical, issue: 'amazon.com' }`: the tag is the key of the value. */
function caaRecord({ critical, ...tagged }: { critical: number }): CaaRecord {
  const [tag, value] = Object.entries(tagged)[0] ?? ['', ''];
  return { tag, value: String(value), isCritical: critical >= 128 };
}
