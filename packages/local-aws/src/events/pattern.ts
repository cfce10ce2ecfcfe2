import { AwsError } from '../aws-error';
import { isJsonObject } from '../json';
import { MalformedPattern, parseFieldPattern, type FieldPattern, type Scalar } from './pattern-value';

/** A compiled event pattern. */
export interface EventPattern {
  matches(event: Readonly<Record<string, unknown>>): boolean;
  readonly usesWildcard: boolean;
}

/** A conjunction: every path must match. `$or` yields several. */
type Branch = ReadonlyMap<string, FieldPattern>;

/** The array elements that contain a value: array number to index. */
type Membership = ReadonlyMap<number, number>;

interface Field {
  readonly value: Scalar;
  readonly membership: Membership;
}

const MOST_BRANCHES = 1000;

/** Words reserved inside `$or`, now or for later versions of the pattern language. */
const RESERVED_INSIDE_OR = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after', 'date-on-or-after'],
  ...['date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Compiles an event pattern; what EventBridge refuses is refused with InvalidEventPatternException. Matching follows
 * event-ruler, AWS's open-source engine of EventBridge: fields must match within the same element of an array of
 * objects, and any element of an array of values may match.
 */
export function parseEventPattern(source: string): EventPattern {
  try {
    const pattern: unknown = JSON.parse(source);
    if (!isJsonObject(pattern)) throw new MalformedPattern('Filter is not an object');
    const branches = parseFields(pattern, '', [new Map()], false);
    return {
      matches(event) {
        const fields = flatten(event);
        return branches.some((branch) => satisfies([...branch].sort(byPath), fields, new Map()));
      },
      usesWildcard: branches.some((branch) => [...branch.values()].some((field) => field.usesWildcard)),
    };
  } catch (error) {
    if (!(error instanceof MalformedPattern || error instanceof SyntaxError)) throw error;
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`);
  }
}

function parseFields(
  pattern: Record<string, unknown>,
  parent: string,
  branches: readonly Branch[],
  insideOr: boolean,
): readonly Branch[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new MalformedPattern('Empty objects are not allowed');
  return entries.reduce((soFar, [name, value]) => {
    if (name === '$or') return parseOr(value, parent, soFar);
    if (insideOr && RESERVED_INSIDE_OR.has(name)) {
      throw new MalformedPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const path = parent === '' ? name : `${parent}.${name}`;
    if (Array.isArray(value)) return addField(soFar, path, parseFieldPattern(value));
    if (isJsonObject(value)) return parseFields(value, path, soFar, insideOr);
    throw new MalformedPattern(`"${name}" must be an object or an array`);
  }, branches);
}

function parseOr(alternatives: unknown, parent: string, branches: readonly Branch[]): readonly Branch[] {
  if (!Array.isArray(alternatives)) throw new MalformedPattern('It must be an Array followed with $or.');
  if (alternatives.length < 2) throw new MalformedPattern('There must have at least 2 Objects in $or relationship.');
  const forked = alternatives.flatMap((alternative: unknown) => {
    if (!isJsonObject(alternative)) {
      throw new MalformedPattern('Only JSON object is allowed in array of $or relationship.');
    }
    return parseFields(alternative, parent, branches, true);
  });
  if (forked.length > MOST_BRANCHES) {
    throw new MalformedPattern(`More than ${MOST_BRANCHES} rule combinations through $or`);
  }
  return forked;
}

function addField(branches: readonly Branch[], path: string, field: FieldPattern): readonly Branch[] {
  return branches.map((branch) => {
    // event-ruler has two modes here, and which one EventBridge uses is not documented: refusing is safe.
    if (branch.has(path)) throw new MalformedPattern(`Path \`${path}\` cannot be allowed multiple times`);
    return new Map(branch).set(path, field);
  });
}

/** The leaves of an event by path. Empty objects and arrays have none, so they count as absent. */
function flatten(event: Readonly<Record<string, unknown>>): ReadonlyMap<string, readonly Field[]> {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const visit = (value: unknown, path: string, membership: Membership) => {
    if (Array.isArray(value)) {
      arrays += 1;
      const array = arrays;
      value.forEach((element: unknown, index) => {
        const belongs = typeof element === 'object' && element !== null;
        visit(element, path, belongs ? new Map(membership).set(array, index) : membership);
      });
    } else if (isJsonObject(value)) {
      for (const [name, child] of Object.entries(value))
        visit(child, path === '' ? name : `${path}.${name}`, membership);
    } else if (isScalar(value)) {
      fields.set(path, [...(fields.get(path) ?? []), { value, membership }]);
    }
  };
  visit(event, '', new Map());
  return fields;
}

/** Matches the paths in order, each on a value whose array elements are consistent with those chosen so far. */
function satisfies(
  [first, ...rest]: readonly (readonly [string, FieldPattern])[],
  fields: ReadonlyMap<string, readonly Field[]>,
  chosen: Membership,
): boolean {
  if (!first) return true;
  const [path, pattern] = first;
  const candidates = (fields.get(path) ?? []).filter((field) => agree(chosen, field.membership));
  if (pattern.acceptsAbsence && candidates.length === 0 && satisfies(rest, fields, chosen)) return true;
  return candidates.some(
    (field) => pattern.accepts(field.value) && satisfies(rest, fields, new Map([...chosen, ...field.membership])),
  );
}

function agree(chosen: Membership, membership: Membership): boolean {
  return [...membership].every(([array, index]) => (chosen.get(array) ?? index) === index);
}

function byPath([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
