import type { ExistingRecord } from './alias';

/** A record set that stands at a name. */
export type NamedRecord = ExistingRecord & { readonly name: string };

/** What a zone has at a name. */
export interface DnsNode {
  /** Whether anything stands at the name or below it: for a name that exists, no wildcard answers (RFC 4592, 2.2.2). */
  readonly exists: boolean;
  /** The record sets at exactly this name, of every type. */
  readonly records: readonly NamedRecord[];
}

/** Reads the node of a name off record sets of its zone: all of them, or the first from this name on in Route 53's order. */
export function nodeAt(name: string, records: readonly NamedRecord[]): DnsNode {
  return {
    exists: records.some((record) => record.name === name || record.name.endsWith(`.${name}`)),
    records: records.filter((record) => record.name === name),
  };
}
