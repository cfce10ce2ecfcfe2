import { Resolver } from 'node:dns/promises';
import type { CaaRecord } from '../domain/dns/caa';
import { withoutTrailingDot } from '../domain/names/domain-name';
import { DnsLookupError } from '../errors';
import type { PublicDns } from '../ports/dns';

const NO_RECORD = new Set(['ENOTFOUND', 'ENODATA']);

/** Short, so that an unresponsive server does not use up the function's time-out: the workflow retries. */
const RESOLVER_OPTIONS = { timeout: 2_000, tries: 2 };

/** Public DNS through the configured resolvers of the machine. */
export function publicDns(dns = new Resolver(RESOLVER_OPTIONS)): PublicDns {
  return {
    nameServers: (domainName) => recordsOf('NS', domainName, dns.resolveNs(domainName)),
    caa: async (domainName) => (await recordsOf('CAA', domainName, dns.resolveCaa(domainName))).map(caaRecord),
    cname: async (domainName) =>
      (await recordsOf('CNAME', domainName, dns.resolveCname(domainName))).map(withoutTrailingDot),
    addresses: (domainName) => recordsOf('A', domainName, dns.resolve4(domainName)),
  };
}

async function recordsOf<Data>(type: string, domainName: string, lookup: Promise<Data[]>): Promise<Data[]> {
  try {
    return await lookup;
  } catch (thrown) {
    const code = typeof thrown === 'object' && thrown && 'code' in thrown ? String(thrown.code) : '';
    if (NO_RECORD.has(code)) return [];
    throw new DnsLookupError(`The lookup of ${domainName} ${type} in public DNS failed: ${code || String(thrown)}`, {
      cause: thrown,
    });
  }
}

/** Node returns `{ critical, issue: 'amazon.com' }`, and since version 24 also `type: 'CAA'`: the tag is the remaining key. */
function caaRecord({ critical, type: _type, ...tagged }: { critical: number; type?: string }): CaaRecord {
  const [tag, value] = Object.entries(tagged)[0] ?? ['', ''];
  return { tag, value: String(value), isCritical: critical >= 128 };
}
