import { UndecidableError } from './access-denied';

/**
 * The condition keys of a request. A key with the value undefined is known to be absent; a missing key is not modelled,
 * and a policy that uses it cannot be decided. The value of a key with a suffix (such as `aws:RequestTag/name`) is a
 * record by suffix.
 */
export type ConditionContext = Readonly<
  Record<string, string | readonly string[] | Readonly<Record<string, string>> | undefined>
>;

type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type Comparison = (pattern: string, value: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (pattern, value) => literal(pattern) === value,
  StringEqualsIgnoreCase: (pattern, value) => literal(pattern).toLowerCase() === value.toLowerCase(),
  StringLike: isLike,
  // Equivalent: "ArnEquals and ArnLike behave identically".
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
};

/**
 * Whether every condition of a statement holds.
 *
 * @throws UndecidableError for an operator, a policy variable or a condition key that is not modelled
 */
export function conditionsHold(conditions: Conditions, context: ConditionContext): boolean {
  return Object.entries(conditions)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, patterns]) => holds(operator, patterns, key, context)),
    )
    .every(Boolean);
}

function holds(operator: string, patterns: readonly string[], key: string, context: ConditionContext): boolean {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const value = valueOf(context, key);
  if (name === 'Null') return patterns.some((pattern) => pattern.toLowerCase() === String(value === undefined));
  const isNegated = /^(String|Arn)Not/.test(name);
  const compare = COMPARISONS[name.replace('Not', '')];
  if (!compare) throw new UndecidableError(`the condition operator ${operator}`);
  const matches = (each: string) => patterns.some((pattern) => compare(pattern, each)) !== isNegated;
  if (value === undefined)
    return Boolean(ifExists) || quantifier === 'ForAllValues' || (isNegated && quantifier !== 'ForAnyValue');
  // "Without a set operator, the result for a key of several values is not what one expects" (IAM, "Multivalued keys").
  if (typeof value !== 'string' && !quantifier)
    throw new UndecidableError(`${operator} on ${key}, which has several values: it needs ForAllValues or ForAnyValue`);
  const values = [value].flat();
  return quantifier === 'ForAllValues' ? values.every(matches) : values.some(matches);
}

/** Undefined when the request lacks the key; condition keys are case-insensitive. */
function valueOf(context: ConditionContext, key: string): string | readonly string[] | undefined {
  const [family, ...rest] = key.toLowerCase().split('/');
  const found = findKey(context, key) ?? findKey(context, family ?? '');
  if (!found) throw new UndecidableError(`the condition key ${key} of this call`);
  const [, value] = found;
  return typeof value === 'object' && isRecord(value) ? findKey(value, rest.join('/'))?.[1] : value;
}

const findKey = <T>(record: Readonly<Record<string, T>>, key: string): readonly [string, T] | undefined =>
  Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase());

const isRecord = (value: readonly string[] | Readonly<Record<string, string>>): value is Record<string, string> =>
  !Array.isArray(value);

function literal(pattern: string): string {
  if (pattern.includes('${')) throw new UndecidableError(`the policy variable of ${pattern}`);
  return pattern;
}

/**
 * Matches as policies do: `*` for any characters, `?` for one.
 *
 * @throws UndecidableError for a policy variable
 */
export function isLike(pattern: string, value: string): boolean {
  return expressionOf(pattern).test(value);
}

/** Every call of a role is compared with all of its patterns. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const expression = literal(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${expression}$`, 's');
  expressions.set(pattern, made);
  return made;
}

/** "Each of the six colon-delimited components of the ARN is checked separately" (IAM, "Condition operators"). */
function isArnLike(pattern: string, value: string): boolean {
  const [patterns, values] = [pattern, value].map((arn) => [...arn.split(':', 5), arn.split(':').slice(5).join(':')]);
  return (patterns ?? []).every((each, index) => isLike(each, values?.[index] ?? ''));
}
