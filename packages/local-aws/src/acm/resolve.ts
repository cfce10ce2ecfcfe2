/** One record of a DNS answer; `data` has the shape that the `dns-packet` library gives it. */
export interface DnsAnswer {
  readonly name: string;
  readonly type: string;
  readonly data?: unknown;
}

/**
 * A query of the public DNS; the answer holds the CNAMEs on the way to it too. Rejects, or answers `SERVFAIL`, when the
 * name cannot be resolved at this moment.
 */
export type Resolve = (
  name: string,
  type: 'CNAME' | 'CAA',
) => Promise<{ readonly rcode: string; readonly answers: readonly DnsAnswer[] }>;

/** ACM follows no longer chain of CNAMEs than this (ACM user guide, DNS validation). */
const LONGEST_CNAME_CHAIN = 5;

const canonical = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Whether the CNAME at a name leads to a target, over at most five CNAMEs. A failing look-up finds nothing. */
export async function leadsTo(resolve: Resolve, name: string, target: string): Promise<boolean> {
  let current = canonical(name);
  for (let links = 0; links < LONGEST_CNAME_CHAIN; links += 1) {
    const { answers } = await resolve(current, 'CNAME').catch(() => ({ answers: [] }));
    const record = answers.find((answer) => answer.type === 'CNAME' && canonical(answer.name) === current);
    if (typeof record?.data !== 'string') return false;
    current = canonical(record.data);
    if (current === canonical(target)) return true;
  }
  return false;
}
