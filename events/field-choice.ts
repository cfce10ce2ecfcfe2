import type * as z from 'zod';

/** Requires exactly one of two fields, both when parsing and in the generated JSON Schema. */
export const exactlyOneOf = <Schema extends z.ZodObject>(
  schema: Schema,
  one: FieldOf<Schema>,
  other: FieldOf<Schema>,
) =>
  schema
    .refine((value) => has(value, one) !== has(value, other), { error: rule(one, other) })
    .meta({ oneOf: [{ required: [one] }, { required: [other] }] });

/** Allows at most one field of each pair, both when parsing and in the generated JSON Schema. */
export const atMostOneOf = <Schema extends z.ZodObject>(
  schema: Schema,
  ...pairs: readonly (readonly [FieldOf<Schema>, FieldOf<Schema>])[]
) =>
  pairs
    .reduce(
      (refined, [one, other]) =>
        refined.refine((value) => !(has(value, one) && has(value, other)), { error: rule(one, other) }),
      schema,
    )
    .meta({ not: { anyOf: pairs.map((pair) => ({ required: pair })) } });

type FieldOf<Schema extends z.ZodObject> = keyof z.output<Schema> & string;

const has = (value: object, field: string) => (value as Readonly<Record<string, unknown>>)[field] !== undefined;
const rule = (one: string, other: string) => `specify either ${one} or ${other}, not both`;
