import { z } from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const conditionValue = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value) => [value].flat().map(String));
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValue)).optional(),
});

/** An IAM policy; elements that are not modelled are refused. */
export const policySchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
});

/** A policy as {@link policySchema} reads it: what may be one value or several is always several. */
export type PolicyDocument = z.infer<typeof policySchema>;
type Statement = z.infer<typeof statement>;

/** Who asks to do what to what. */
export interface AccessRequest {
  /** A service such as `events.amazonaws.com`, or the ARN of a role. */
  readonly principal: string;
  /** E.g. `sqs:SendMessage`. */
  readonly action: string;
  readonly resource: string;
  /** The condition keys of the request; one that is absent here is absent in the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether a policy allows a request: some statement allows it and none denies it. */
export function isAllowed(policy: PolicyDocument, request: AccessRequest): boolean {
  const effects = policy.Statement.filter((each) => applies(each, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function applies(each: Statement, request: AccessRequest): boolean {
  const matchesAny = (patterns: readonly string[], value: string) => patterns.some((pattern) => isLike(pattern, value));
  const action = request.action.toLowerCase();
  const lower = (patterns: readonly string[] = []) => patterns.map((pattern) => pattern.toLowerCase());
  return (
    (!each.Principal || namesPrincipal(each.Principal, request.principal)) &&
    (each.NotAction ? !matchesAny(lower(each.NotAction), action) : matchesAny(lower(each.Action), action)) &&
    (each.NotResource
      ? !matchesAny(each.NotResource, request.resource)
      : matchesAny(each.Resource ?? ['*'], request.resource)) &&
    Object.entries(each.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, values, contextValues(request, key))),
    )
  );
}

function namesPrincipal(named: NonNullable<Statement['Principal']>, principal: string): boolean {
  if (named === '*') return true;
  const { Service = [], AWS = [], ...others } = named;
  const [kind] = Object.keys(others);
  if (kind) throw new Error(`the local cloud does not model the principal type ${kind} in policies`);
  const account = /^arn:aws:\w+::(\d{12}):/.exec(principal)?.[1];
  const identities = ['*', principal, ...(account ? [account, `arn:aws:iam::${account}:root`] : [])];
  return Service.includes(principal) || AWS.some((each) => identities.includes(each));
}

/** Undefined when the request has no such key; names of condition keys are not case-sensitive. */
function contextValues({ context }: AccessRequest, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found && [found[1]].flat();
}

type Comparison = (pattern: string, value: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: isLike,
  // The two are one: "ArnEquals and ArnLike behave identically".
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
};

function holds(operator: string, patterns: readonly string[], values: readonly string[] | undefined): boolean {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return patterns.includes(String(values === undefined));
  const isNegated = /^(String|Arn)Not/.test(name);
  const compare = COMPARISONS[name.replace('Not', '')];
  if (!compare) throw new Error(`the local cloud does not model the condition operator ${operator} in policies`);
  const matches = (value: string) => patterns.some((pattern) => compare(pattern, value)) !== isNegated;
  if (!values) return Boolean(ifExists) || quantifier === 'ForAllValues' || (isNegated && quantifier !== 'ForAnyValue');
  return quantifier === 'ForAllValues' || (isNegated && !quantifier) ? values.every(matches) : values.some(matches);
}

/** Compares as policies do: `*` stands for any characters, `?` for one. */
export function isLike(pattern: string, value: string): boolean {
  if (pattern.includes('${')) throw new Error(`the local cloud does not model policy variables: ${pattern}`);
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
