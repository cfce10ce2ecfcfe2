import { AwsError } from '../aws-error';

/** The error for what AWS offers and the local cloud does not model: refused rather than ignored. */
export function notModelled(what: string): AwsError {
  return new AwsError('NotImplemented', `The local cloud does not model ${what}`, 501);
}

/** Refuses an input with any other member. */
export function refuseOtherMembers<T extends object>(input: T, modelled: readonly (keyof T & string)[]): void {
  const known = new Set<string>(modelled);
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.has(member)) throw notModelled(member);
  }
}

const LARGEST_PAGE = 400;

/** One page of a Describe operation's results; the default PageSize is AWS's maximum. */
export function page<T>(
  all: readonly T[],
  { Marker, PageSize = LARGEST_PAGE }: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: T[]; NextMarker?: string } {
  if (!Number.isInteger(PageSize) || PageSize < 1 || PageSize > LARGEST_PAGE) {
    throw new AwsError('ValidationError', `Page size '${PageSize}' must be between 1 and ${LARGEST_PAGE}`);
  }
  const marker = Buffer.from(Marker ?? '', 'base64url').toString();
  if (Marker !== undefined && !/^\d+$/.test(marker)) {
    throw new AwsError('ValidationError', `Invalid marker '${Marker}'`);
  }
  const start = Number(marker);
  const end = start + PageSize;
  const items = all.slice(start, end);
  return end < all.length ? { items, NextMarker: Buffer.from(String(end)).toString('base64url') } : { items };
}
