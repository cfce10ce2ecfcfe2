import { AwsError } from '../aws-error';

/** What AWS offers and this local cloud does not: refused, so that nobody believes that it was done. */
export function notModelled(what: string): AwsError {
  return new AwsError('NotImplemented', `The local cloud does not model ${what}`, 501);
}

/** Refuses an input that uses any member but these. */
export function refuseOtherMembers<T extends object>(input: T, modelled: readonly (keyof T & string)[]): void {
  const known = new Set<string>(modelled);
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.has(member)) throw notModelled(member);
  }
}
