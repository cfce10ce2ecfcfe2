/*
 * Writes the JSON Schema of every event contract, and of an event as a whole, to events/schemas, for senders and readers in other languages.
 * With --check it writes nothing and fails when a file is not what the contract says.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { contracts } from '../events/contracts';
import { detailSchemaOf, eventSchemaOf, schemaFileOf } from '../events/event';

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale: string[] = [];
  const all = Object.values(contracts);
  const schemas: [string, object][] = [
    ['event.json', eventSchemaOf(all)],
    ...all.map((contract): [string, object] => [schemaFileOf(contract), detailSchemaOf(contract)]),
  ];
  for (const [name, content] of schemas) {
    const file = `events/schemas/${name}`;
    const schema = await format(JSON.stringify(content), { parser: 'json', printWidth: 120 });
    const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === schema;
    if (!isCurrent && check) stale.push(file);
    if (!isCurrent && !check) writeFileSync(file, schema);
    console.log(`${isCurrent ? 'current' : check ? 'stale  ' : 'written'}  ${file}`);
  }
  if (stale.length > 0) {
    console.error('These files are not what the contracts say: run `npm run schemas` and commit them.');
    process.exitCode = 1;
  }
}

void main();
