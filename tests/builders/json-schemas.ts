import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** The files for other languages. */
export const SCHEMA_FILES = readdirSync('events/schemas').sort();

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats(ajv);
for (const file of SCHEMA_FILES)
  ajv.addSchema(JSON.parse(readFileSync(`events/schemas/${file}`, 'utf8')) as object, file);

/** What a validator that knows nothing of this service has against a value, by the schema in a file. */
export function problemsBySchema(file: string, value: unknown): string[] {
  const validate = ajv.getSchema(file);
  if (!validate) throw new Error(`events/schemas has no ${file}`);
  // What is undefined is not in the JSON.
  void validate(JSON.parse(JSON.stringify(value)));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
