import { AwsError } from '../aws-error';

/** Checks the name of a state machine or execution: 1 to 80 characters, without those that StartExecution forbids. */
export function checkName(name = ''): string {
  const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;
  if (name.length < 1 || name.length > 80 || forbidden.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
}

const DEFAULT_RESULTS = 100;

/** One page of a list, and the token of the next page. */
export function page<T>(
  items: readonly T[],
  { maxResults, nextToken = '0' }: { maxResults?: number | undefined; nextToken?: string | undefined },
): { items: readonly T[]; next: { nextToken?: string } } {
  const start = Number(nextToken);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  // 0 means the default.
  const end = start + (maxResults || DEFAULT_RESULTS);
  return { items: items.slice(start, end), next: end < items.length ? { nextToken: String(end) } : {} };
}
