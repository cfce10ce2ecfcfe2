/** One record of a DNS answer; `data` has the shape that the `dns-packet` library gives it. */
export interface DnsAnswer {
  readonly name: string;
  readonly type: string;
  readonly data?: unknown;
}

/**
 * Queries the public DNS; the answer includes the CNAMEs of the chain. Rejects, or resolves to `SERVFAIL`, when the
 * name cannot be resolved now.
 */
export type Resolve = (
  name: string,
  type: 'CNAME' | 'CAA',
) => Promise<{ readonly rcode: string; readonly answers: readonly DnsAnswer[] }>;

/** The longest chain of CNAMEs that ACM follows (ACM user guide, DNS validation). */
const LONGEST_CNAME_CHAIN = 5;

const canonical = (name: string) => name.toLowerCase().replace(/\.$/, '');

/**
 * Whether a name's CNAME leads to the target over at most five CNAMEs. A failed look-up counts as no. The target's leading
 * underscore may be missing (re:Post, "Troubleshoot DNS validation").
 */
export async function leadsTo(resolve: Resolve, name: string, target: string): Promise<boolean> {
  let current = canonical(name);
  for (let links = 0; links < LONGEST_CNAME_CHAIN; links += 1) {
    const { answers } = await resolve(current, 'CNAME').catch(() => ({ answers: [] }));
    const record = answers.find((answer) => answer.type === 'CNAME' && canonical(answer.name) === current);
    if (typeof record?.data !== 'string') return false;
    current = canonical(record.data);
    if (current === canonical(target) || `_${current}` === canonical(target)) return true;
  }
  return false;
}
