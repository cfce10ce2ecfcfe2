import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

const TIMESTAMP_DATE_TIME = 5;

const text = new FromStringShapeDeserializer({
  timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME },
  httpBindings: false,
});

const wireName = (schema: NormalizedSchema, fallback: string): string => schema.getMergedTraits().xmlName ?? fallback;

/**
 * Reads a schema's value from a form, as the query protocol flattens it: `Tags.member.1.Key=…`,
 * `Attributes.entry.1.key=…`. Undefined when the form has nothing under this key.
 */
export function readForm(schema: NormalizedSchema, form: URLSearchParams, key: string): unknown {
  if (schema.isStructSchema()) return readStruct(schema, form, key);
  if (schema.isListSchema()) return readList(schema, form, key);
  if (schema.isMapSchema()) return readMap(schema, form, key);
  const value = form.get(key);
  return value === null ? undefined : text.read(schema, value);
}

function readStruct(schema: NormalizedSchema, form: URLSearchParams, key: string) {
  const members: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readForm(member, form, `${key && `${key}.`}${wireName(member, name)}`);
    if (value !== undefined) members[name] = value;
  }
  return Object.keys(members).length > 0 ? members : undefined;
}

function readList(schema: NormalizedSchema, form: URLSearchParams, key: string) {
  const member = schema.getValueSchema();
  const base = schema.getMergedTraits().xmlFlattened ? key : `${key}.${wireName(member, 'member')}`;
  const items: unknown[] = [];
  for (;;) {
    const item = readForm(member, form, `${base}.${items.length + 1}`);
    if (item === undefined) break;
    items.push(item);
  }
  // An empty list is sent as just its key.
  return items.length > 0 || form.has(key) ? items : undefined;
}

function readMap(schema: NormalizedSchema, form: URLSearchParams, key: string) {
  const base = schema.getMergedTraits().xmlFlattened ? key : `${key}.entry`;
  const entries: [string, unknown][] = [];
  for (;;) {
    const entry = `${base}.${entries.length + 1}`;
    const name = form.get(`${entry}.${wireName(schema.getKeySchema(), 'key')}`);
    if (name === null) break;
    const member = schema.getValueSchema();
    entries.push([name, readForm(member, form, `${entry}.${wireName(member, 'value')}`)]);
  }
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
