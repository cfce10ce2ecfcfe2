import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { readdirSync, readFileSync } from 'node:fs';
import type * as z from 'zod';
import { registrySchemaOf } from '../../events/event';
import type { EventContract } from '../../shared/ports/publishers';

/** The published schema files. */
export const SCHEMA_FILES = readdirSync('events/schemas').sort();

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats(ajv);
for (const file of SCHEMA_FILES)
  ajv.addSchema(JSON.parse(readFileSync(`events/schemas/${file}`, 'utf8')) as object, file);

const draft04 = new AjvDraft04({ allErrors: true, strict: false });
addFormats(draft04);

/** The errors of an independent validator for a value, by the schema in a file. */
export function problemsBySchema(file: string, value: unknown): string[] {
  const validate = ajv.getSchema(file);
  if (!validate) throw new Error(`events/schemas has no ${file}`);
  return problemsOf(validate, value);
}

/** The errors of an independent validator for a whole event, by the schema in the EventBridge registry. */
export function problemsByRegistry(contract: EventContract<z.ZodType>, event: unknown): string[] {
  const key = contract.detailType;
  const validate =
    draft04.getSchema(key) ?? draft04.addSchema(registrySchemaOf(contract) as object, key).getSchema(key);
  if (!validate) throw new Error(`${key} has no schema`);
  return problemsOf(validate, event);
}

function problemsOf(validate: ValidateFunction, value: unknown): string[] {
  // Removes undefined properties, which do not exist in JSON.
  void validate(JSON.parse(JSON.stringify(value)));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
