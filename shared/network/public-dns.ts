import { Resolver } from 'node:dns/promises';
import type { CaaRecord } from '../domain/dns/caa';
import { withoutTrailingDot } from '../domain/names/domain-name';
import { DnsLookupError } from '../errors';
import type { PublicDns } from '../ports/dns';

const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA']);

/** One silent server must not use up a function's time: the workflow asks again. */
const PATIENCE = { timeout: 2_000, tries: 2 };

/** Public DNS through the name servers that the machine is set up with. */
export function publicDns(dns = new Resolver(PATIENCE)): PublicDns {
  return {
    nameServers: (domainName) => answerOf('NS', domainName, dns.resolveNs(domainName)),
    caa: async (domainName) => (await answerOf('CAA', domainName, dns.resolveCaa(domainName))).map(caaRecord),
    cname: async (domainName) =>
      (await answerOf('CNAME', domainName, dns.resolveCname(domainName))).map(withoutTrailingDot),
    addresses: (domainName) => answerOf('A', domainName, dns.resolve4(domainName)),
  };
}

async function answerOf<Answer>(type: string, domainName: string, answer: Promise<Answer[]>): Promise<Answer[]> {
  try {
    return await answer;
  } catch (thrown) {
    const code = typeof thrown === 'object' && thrown && 'code' in thrown ? String(thrown.code) : '';
    if (NOT_THERE.has(code)) return [];
    throw new DnsLookupError(`The look-up of ${domainName} ${type} in public DNS failed: ${code || String(thrown)}`, {
      cause: thrown,
    });
  }
}

/** Node gives `{ critical, issue: 'amazon.com' }`, since version 24 with `type: 'CAA'` beside it: the tag is the remaining key. */
function caaRecord({ critical, type: _type, ...tagged }: { critical: number; type?: string }): CaaRecord {
  const [tag, value] = Object.entries(tagged)[0] ?? ['', ''];
  return { tag, value: String(value), isCritical: critical >= 128 };
}
