import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error';

/** The mark of a structure's schema, which is a tuple. */
const STRUCTURE = 3;

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** A structure's required members: its schema lists them first and ends with their number. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const structure = schema.getSchema();
  return typeof structure === 'object' && structure[0] === STRUCTURE ? structure[4].slice(0, structure[6] ?? 0) : [];
}

function expectedType(schema: NormalizedSchema): string | undefined {
  if (schema.isStringSchema()) return 'string';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  return undefined;
}

function checkType(schema: NormalizedSchema, value: unknown, path: string): void {
  const type = schema.isListSchema() ? 'list' : (expectedType(schema) ?? 'object');
  const actual = Array.isArray(value) ? 'list' : value instanceof String ? 'string' : typeof value;
  const isWrong = actual !== type || Number.isNaN(value);
  if (isWrong && !schema.isDocumentSchema() && !schema.isBigIntegerSchema() && !schema.isBigDecimalSchema())
    throw new AwsError('SerializationException', `${path}: a ${type} is expected`);
}

function missingMembers(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === undefined || value === null || schema.isUnitSchema()) return [];
  checkType(schema, value, path);
  if (typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return [];
  const below = (name: string) => (path ? `${path}.${name}` : name);

  if (schema.isStructSchema()) {
    const members = new Map<string, unknown>(Object.entries(value));
    const missing = requiredMembers(schema).filter((name) => members.get(name) === undefined);
    return [
      ...missing.map((name) => below(lowerFirst(name))),
      ...[...schema.structIterator()].flatMap(([name, member]) =>
        missingMembers(member, members.get(name), below(lowerFirst(name))),
      ),
    ];
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    const member = schema.getValueSchema();
    return value.flatMap((item: unknown, index) => missingMembers(member, item, below(`${index + 1}.member`)));
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    return Object.entries(value).flatMap(([key, item]) => missingMembers(member, item, below(`${key}.member`)));
  }
  return [];
}

/**
 * Refuses an input that lacks a required member or has one of the wrong type. Every other constraint is checked by the
 * service.
 *
 * @param code the protocol's code for a failed validation
 */
export function checkInput(schema: NormalizedSchema, input: unknown, code: string): void {
  const missing = missingMembers(schema, input, '');
  if (missing.length === 0) return;
  const problems = missing.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw new AwsError(code, `${count}: ${problems.join('; ')}`);
}
