import type { IncomingMessage } from 'node:http';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import { isLike } from '../iam/condition';
import { notModelled, refuseOtherMembers } from './input';

/** A condition of a rule: one of the patterns must match the request's host or path. */
export interface Condition {
  readonly field: 'host-header' | 'path-pattern';
  readonly patterns: readonly string[];
}

const CONFIG = { 'host-header': 'HostHeaderConfig', 'path-pattern': 'PathPatternConfig' } as const;
/** A host has a dot, and only letters after the last one (ELB API, RuleCondition). */
const PATTERN = { 'host-header': /^[a-z0-9.*?-]*\.[a-z]+$/i, 'path-pattern': /^[\w.$/~"'@:+&*?-]+$/ };
const LONGEST_PATTERN = 128;
/** ELB, "Condition types for listener rules": match evaluations of a rule. */
const PATTERNS_PER_RULE = 5;

/** Checks the conditions of a rule; only those on host and path are modelled. */
export function readConditions(input: readonly RuleCondition[] = []): Condition[] {
  const conditions = input.map(readCondition);
  const invalid = (reason: string) => new AwsError('ValidationError', reason);
  if (conditions.length === 0) throw invalid('A condition must be specified');
  if (new Set(conditions.map(({ field }) => field)).size < conditions.length) {
    throw invalid('A rule can have one condition of each of these fields');
  }
  if (conditions.flatMap(({ patterns }) => patterns).length > PATTERNS_PER_RULE) {
    throw invalid(`A rule can only have '${PATTERNS_PER_RULE}' condition values`);
  }
  return conditions;
}

function readCondition(input: RuleCondition): Condition {
  const { Field: field, Values = [] } = input;
  if (field !== 'host-header' && field !== 'path-pattern') throw notModelled(`the condition ${field}`);
  refuseOtherMembers(input, ['Field', 'Values', CONFIG[field]]);
  if (Values.length > 0 && input[CONFIG[field]]) {
    throw new AwsError(
      'ValidationError',
      `You cannot provide both Values and '${CONFIG[field]}' for a condition of type '${field}'`,
    );
  }
  const config = input[CONFIG[field]] ?? {};
  refuseOtherMembers(config, ['Values']);
  const patterns = [...Values, ...(config.Values ?? [])];
  if (patterns.length === 0) throw new AwsError('ValidationError', 'A condition value must be specified');
  const wrong = patterns.find((pattern) => pattern.length > LONGEST_PATTERN || !PATTERN[field].test(pattern));
  if (wrong === undefined) return { field, patterns };
  throw new AwsError('ValidationError', `The ${field} value '${wrong}' is not valid`);
}

/** A condition as AWS describes it, which has its values twice. */
export const describeCondition = ({ field, patterns }: Condition): RuleCondition => ({
  Field: field,
  Values: [...patterns],
  [CONFIG[field]]: { Values: [...patterns] },
});

/**
 * Whether a request meets all conditions; hosts are compared case-insensitively, paths case-sensitively and without the
 * query.
 */
export function isMet(conditions: readonly Condition[], { headers, url = '/' }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const path = url.replace(/\?.*/s, '');
  return conditions.every(({ field, patterns }) =>
    patterns.some((each) => (field === 'host-header' ? isLike(each.toLowerCase(), host) : isLike(each, path))),
  );
}
