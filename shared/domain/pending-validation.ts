import { withoutTrailingDot } from './domain-name';

/** What public DNS shows at a validation record's name, or why it shows nothing. */
export type SeenRecord =
  | { readonly values: readonly string[]; readonly zoneName: string; readonly nameServers: readonly string[] }
  | { readonly error: string };

/**
 * Why a name is not validated yet, in words, from what ACM asks for and what public DNS shows.
 *
 * @param record the validation record; undefined while ACM has not given one
 */
export function whyPending(
  record: { readonly name: string; readonly value: string } | undefined,
  seen: SeenRecord | undefined,
): string {
  if (!record || !seen) return 'ACM has not given its validation record yet';
  const wanted = `${withoutTrailingDot(record.name)} CNAME ${withoutTrailingDot(record.value)}`;
  if ('error' in seen) return seen.error;
  if (seen.values.length === 0) {
    const delegatedTo = seen.nameServers.join(', ') || 'nobody';
    return `public DNS has no ${wanted}; it delegates ${seen.zoneName} to ${delegatedTo}`;
  }
  if (!seen.values.map(withoutTrailingDot).includes(withoutTrailingDot(record.value))) {
    return `public DNS has ${seen.values.join(', ')} where ACM wants ${wanted}`;
  }
  return `${wanted} stands in public DNS: ACM has not acted on it yet`;
}

/** What is not validated, in one sentence: names with the same reason, as a domain and its wildcard, stand together. */
export function pendingText(pending: readonly { readonly domainName: string; readonly why: string }[]): string {
  const reasons = [...new Set(pending.map(({ why }) => why))];
  const names = (reason: string) => pending.filter(({ why }) => why === reason).map(({ domainName }) => domainName);
  return reasons.map((reason) => `${names(reason).join(', ')}: ${reason}`).join('; ') || 'every name is validated';
}
