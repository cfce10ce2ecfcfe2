import * as z from 'zod';
import type { EventContract } from '../shared/ports/publishers';

/** The source of every event that this service publishes. */
export const SOURCE = 'acm-autopilot';

/** The EventBridge rule pattern that matches this event. */
export const patternOf = (contract: EventContract<z.ZodType>) => ({
  source: [contract.source],
  'detail-type': [contract.detailType],
});

/** The JSON Schema of the detail as sent, before defaults and normalisation. */
export const detailSchemaOf = (contract: EventContract<z.ZodType>) => ({
  title: contract.detailType,
  ...z.toJSONSchema(contract.detail, { io: 'input' }),
});

/** The file name of an event's schema. */
export const schemaFileOf = ({ detailType }: EventContract<z.ZodType>): string =>
  `${detailType.toLowerCase().replaceAll(' ', '-')}.json`;

/** The JSON Schema of a whole event as EventBridge delivers it: the envelope, and the detail schema of each detail-type. */
export const eventSchemaOf = (contracts: readonly EventContract<z.ZodType>[]) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An event on the bus',
  type: 'object',
  required: ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'],
  properties: {
    version: { type: 'string' },
    id: { type: 'string' },
    account: { type: 'string' },
    time: { type: 'string', format: 'date-time' },
    region: { type: 'string' },
    resources: { type: 'array', items: { type: 'string' } },
  },
  oneOf: contracts.map((contract) => ({
    properties: {
      'detail-type': { const: contract.detailType },
      source: typeof contract.source === 'string' ? { const: contract.source } : { type: 'string' },
      detail: { $ref: schemaFileOf(contract) },
    },
  })),
});

/** The JSON Schema of a whole event in draft 4, the version that the EventBridge schema registry accepts. */
export function registrySchemaOf(contract: EventContract<z.ZodType>) {
  const { $schema, ...detail } = z.toJSONSchema(contract.detail, {
    io: 'input',
    target: 'draft-4',
    override: keysByPattern,
  });
  return {
    $schema,
    title: contract.detailType,
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      source: { type: 'string', ...(typeof contract.source === 'string' && { enum: [contract.source] }) },
      'detail-type': { type: 'string', enum: [contract.detailType] },
      detail,
    },
  };
}

/** Draft 4 has no `propertyNames`, so `patternProperties` constrains the keys of a record. */
function keysByPattern({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { def } = zodSchema._zod;
  if (def.type !== 'record') return;
  const { pattern } = z.toJSONSchema(def.keyType);
  if (pattern === undefined) return;
  jsonSchema.patternProperties = { [pattern]: jsonSchema.additionalProperties ?? {} };
  jsonSchema.additionalProperties = false;
}
