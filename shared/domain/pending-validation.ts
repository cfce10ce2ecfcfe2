/**
 * Why a name is not validated yet, in words, from what ACM asks for and what public DNS shows.
 *
 * @param record the validation record; undefined while ACM has not given one
 * @param seen the CNAME values that public DNS answers, or the error of the look-up
 */
export function whyPending(
  record: { readonly name: string; readonly value: string } | undefined,
  seen: readonly string[] | Error | undefined,
): string {
  if (!record) return 'ACM has not given its validation record yet';
  const wanted = `${bare(record.name)} CNAME ${bare(record.value)}`;
  if (seen instanceof Error) return `public DNS cannot look up ${bare(record.name)}: ${seen.message}`;
  if (!seen || seen.length === 0) return `public DNS has no ${wanted}`;
  if (!seen.map(bare).includes(bare(record.value)))
    return `public DNS has ${seen.join(', ')} where ACM wants ${wanted}`;
  return `${wanted} stands in public DNS: ACM has not acted on it yet`;
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');
