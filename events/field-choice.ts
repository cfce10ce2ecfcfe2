import type * as z from 'zod';

/** The schema, for objects that name exactly one of two fields: what it says to the validator it says in JSON Schema too. */
export const exactlyOneOf = <Schema extends z.ZodObject>(
  schema: Schema,
  one: FieldOf<Schema>,
  other: FieldOf<Schema>,
) =>
  schema
    .refine((value) => names(value, one) !== names(value, other), { error: rule(one, other) })
    .meta({ oneOf: [{ required: [one] }, { required: [other] }] });

/** The schema, for objects that name one of two fields or neither: what it says to the validator it says in JSON Schema too. */
export const atMostOneOf = <Schema extends z.ZodObject>(schema: Schema, one: FieldOf<Schema>, other: FieldOf<Schema>) =>
  schema
    .refine((value) => !(names(value, one) && names(value, other)), { error: rule(one, other) })
    .meta({ not: { required: [one, other] } });

type FieldOf<Schema extends z.ZodObject> = keyof z.output<Schema> & string;

const names = (value: object, field: string) => (value as Readonly<Record<string, unknown>>)[field] !== undefined;
const rule = (one: string, other: string) => `name a ${one} or a ${other}, and not both`;
