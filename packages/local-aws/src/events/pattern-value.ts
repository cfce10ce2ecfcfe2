import { BlockList, isIP } from 'node:net';
import { isJsonObject, type JsonObject } from '../json';

/** A leaf of an event: a value that a pattern can match. */
export type Scalar = string | number | boolean | null;

/** A pattern's condition on one field: a value is accepted if any alternative accepts it. */
export interface FieldPattern {
  accepts(value: Scalar): boolean;
  /** Whether one alternative is `{"exists": false}`. */
  readonly acceptsAbsence: boolean;
  readonly usesWildcard: boolean;
}

/** A pattern that EventBridge refuses; the message says why. */
export class MalformedPattern extends Error {}

type Matcher = (value: Scalar) => boolean;

/** Numbers beyond this are not comparable ("Comparison operators": -5.0e9 to +5.0e9 inclusive). */
const LARGEST_NUMBER = 5e9;

/** Parses the array at a leaf of a pattern, e.g. `["a", {"prefix": "b"}]`. */
export function parseFieldPattern(alternatives: readonly unknown[]): FieldPattern {
  if (alternatives.length === 0) throw new MalformedPattern('Empty arrays are not allowed');
  const matchers = alternatives.map(parseAlternative);
  return {
    accepts: (value) => matchers.some((matcher) => matcher(value)),
    acceptsAbsence: alternatives.some((alternative) => isJsonObject(alternative) && alternative['exists'] === false),
    usesWildcard: alternatives.some((alternative) => isJsonObject(alternative) && hasWildcard(alternative)),
  };
}

function hasWildcard(alternative: JsonObject): boolean {
  const anythingBut = alternative['anything-but'];
  return 'wildcard' in alternative || (isJsonObject(anythingBut) && 'wildcard' in anythingBut);
}

function parseAlternative(alternative: unknown): Matcher {
  if (isJsonObject(alternative)) return parseOperator(alternative);
  if (Array.isArray(alternative)) {
    throw new MalformedPattern('Match value must be String, number, true, false, or null');
  }
  // Addresses are compared as such, so that every notation matches.
  if (typeof alternative === 'string' && isIP(alternative) === 6) return addressMatcher(alternative, 128);
  return (value) => value === alternative;
}

function parseOperator(expression: Record<string, unknown>): Matcher {
  const [name, operand] = onlyEntry(expression, 'Match expression name not found');
  switch (name) {
    case 'exactly':
      return equals(text(operand, 'exact match pattern must be a string'));
    case 'prefix':
    case 'suffix':
      return parseAffix(name, operand);
    case 'equals-ignore-case':
      return equalsIgnoreCase(text(operand, 'equals-ignore-case match pattern must be a string'));
    case 'wildcard':
      return wildcard(text(operand, 'wildcard match pattern must be a string'));
    case 'numeric':
      return parseNumeric(operand);
    case 'cidr':
      return parseCidr(text(operand, 'prefix match pattern must be a string'));
    case 'exists':
      if (typeof operand !== 'boolean')
        throw new MalformedPattern('exists match pattern must be either true or false.');
      return () => operand;
    case 'anything-but':
      return parseAnythingBut(operand);
    default:
      throw new MalformedPattern(`Unrecognized match type ${name}`);
  }
}

function parseAffix(name: 'prefix' | 'suffix', operand: unknown): Matcher {
  if (!isJsonObject(operand)) return affix(name, text(operand, `${name} match pattern must be a string`));
  const [inner, value] = onlyEntry(operand, `${name} expression name not found`);
  if (inner !== 'equals-ignore-case') throw new MalformedPattern(`Unsupported ${name} pattern: ${inner}`);
  const matcher = affix(name, text(value, 'equals-ignore-case match pattern must be a string').toLowerCase());
  return (candidate) => typeof candidate === 'string' && matcher(candidate.toLowerCase());
}

const ANYTHING_BUT_OPERATORS: Readonly<Record<string, (operand: string) => Matcher>> = {
  prefix: (operand) => affix('prefix', notEmpty(operand)),
  suffix: (operand) => affix('suffix', notEmpty(operand)),
  wildcard,
  'equals-ignore-case': equalsIgnoreCase,
};

function parseAnythingBut(operand: unknown): Matcher {
  if (isJsonObject(operand)) {
    const [name, value] = onlyEntry(operand, 'Anything-But expression name not found');
    const operator = ANYTHING_BUT_OPERATORS[name];
    if (!operator) throw new MalformedPattern(`Unsupported anything-but pattern: ${name}`);
    const operands = list(value).map((item) => text(item, `${name} match pattern must be a string`));
    return noneOf(operands.map(operator));
  }
  const values = list(operand);
  const kinds = new Set(values.map((value) => typeof value));
  const kind = [...kinds][0];
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number')) {
    throw new MalformedPattern(
      Array.isArray(operand)
        ? 'Inside anything but list, either all values are number or string, mixed type is not supported'
        : 'Value of anything-but must be an array or single string/number value.',
    );
  }
  return noneOf(values.map((value) => equals(typeof value === 'number' ? comparable(value) : value)));
}

function parseNumeric(operand: unknown): Matcher {
  if (!Array.isArray(operand)) throw new MalformedPattern('Value of numeric must be an array.');
  const [operator, first, upperOperator, second, ...rest] = operand as unknown[];
  const bound = comparable(first);
  if (operator === '=' || operator === '<' || operator === '<=') {
    if (operand.length !== 2) throw new MalformedPattern('Too many elements in numeric expression');
    if (operator === '=') return numeric((value) => value === bound);
    return numeric((value) => (operator === '<' ? value < bound : value <= bound));
  }
  if (operator !== '>' && operator !== '>=') {
    throw new MalformedPattern(`Unrecognized numeric range operator: ${String(operator)}`);
  }
  const above = (value: number) => (operator === '>' ? value > bound : value >= bound);
  if (operand.length === 2) return numeric(above);
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw new MalformedPattern(`Bad numeric range operator: ${String(upperOperator)}`);
  }
  const top = comparable(second);
  if (rest.length > 0) throw new MalformedPattern('Too many terms in numeric range expression');
  if (top <= bound) throw new MalformedPattern('Bottom must be less than top');
  return numeric((value) => above(value) && (upperOperator === '<' ? value < top : value <= top));
}

function parseCidr(cidr: string): Matcher {
  const [address = '', bits = '', ...rest] = cidr.split('/');
  if (rest.length > 0 || !cidr.includes('/')) throw new MalformedPattern("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(bits)) throw new MalformedPattern('Malformed CIDR, mask bits must be an integer');
  const version = isIP(address);
  if (version === 0) throw new MalformedPattern(`Nonstandard IP address: ${address}`);
  const longest = version === 4 ? 32 : 128;
  if (Number(bits) >= longest) throw new MalformedPattern(`IPv${version} mask bits must be < ${longest}`);
  return addressMatcher(address, Number(bits));
}

function addressMatcher(address: string, bits: number): Matcher {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, bits, family);
  return (value) =>
    typeof value === 'string' && isIP(value) === (family === 'ipv4' ? 4 : 6) && block.check(value, family);
}

function wildcard(operand: string): Matcher {
  let source = '';
  for (let index = 0; index < operand.length; index += 1) {
    let character = operand.charAt(index);
    if (character === '*') {
      if (operand[index + 1] === '*') throw new MalformedPattern(`Consecutive wildcard characters at pos ${index}`);
      source += '.*';
      continue;
    }
    if (character === '\\') {
      index += 1;
      character = operand.charAt(index);
      if (character !== '*' && character !== '\\')
        throw new MalformedPattern(`Invalid escape character at pos ${index}`);
    }
    source += character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  }
  const expression = new RegExp(`^${source}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
}

function affix(name: 'prefix' | 'suffix', operand: string): Matcher {
  return (value) =>
    typeof value === 'string' && (name === 'prefix' ? value.startsWith(operand) : value.endsWith(operand));
}

function equals(operand: unknown): Matcher {
  return (value) => value === operand;
}

function equalsIgnoreCase(operand: string): Matcher {
  return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase();
}

function numeric(test: (value: number) => boolean): Matcher {
  return (value) => typeof value === 'number' && Math.abs(value) <= LARGEST_NUMBER && test(value);
}

function noneOf(matchers: readonly Matcher[]): Matcher {
  return (value) => !matchers.some((matcher) => matcher(value));
}

function onlyEntry(expression: Record<string, unknown>, whenEmpty: string): [string, unknown] {
  const [entry, ...others] = Object.entries(expression);
  if (!entry) throw new MalformedPattern(whenEmpty);
  if (others.length > 0) throw new MalformedPattern('Only one key allowed in match expression');
  return entry;
}

function text(operand: unknown, otherwise: string): string {
  if (typeof operand !== 'string') throw new MalformedPattern(otherwise);
  return operand;
}

function notEmpty(operand: string): string {
  if (operand === '') throw new MalformedPattern('Null prefix/suffix not allowed');
  return operand;
}

function comparable(operand: unknown): number {
  if (typeof operand !== 'number') throw new MalformedPattern('Numeric range operand must be a number');
  if (Math.abs(operand) > LARGEST_NUMBER) {
    throw new MalformedPattern('Value must be between -5.0E9 and 5.0E9, inclusive');
  }
  return operand;
}

function list(operand: unknown): readonly unknown[] {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw new MalformedPattern('Empty arrays are not allowed');
  return values;
}
