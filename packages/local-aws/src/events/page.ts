import { AwsError } from '../aws-error';

/**
 * One page of a list: at most `limit` items (by default 100, EventBridge's maximum), and the token of the next page.
 */
export function page<T>(
  items: readonly T[],
  { Limit: limit = 100, NextToken: token = '0' }: { Limit?: number | undefined; NextToken?: string | undefined },
): { items: readonly T[]; next: { NextToken?: string } } {
  const start = Number(token);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationException', 'The NextToken is not valid.');
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: String(end) } : {} };
}
