/*
 * Writes the JSON Schema of every event contract, and of an event as a whole, to events/schemas, and the page about them to
 * docs/events.md, for senders and readers in other languages. With --check it writes nothing and fails when a file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { contracts } from '../events/contracts';
import { detailSchemaOf, eventSchemaOf, schemaFileOf } from '../events/event';
import { eventsPage } from './events-page';

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale: string[] = [];
  const all = Object.values(contracts);
  const schemas: [string, object][] = [
    ['event.json', eventSchemaOf(all)],
    ...all.map((contract): [string, object] => [schemaFileOf(contract), detailSchemaOf(contract)]),
  ];
  const files: [string, string][] = [
    ...schemas.map(([name, schema]): [string, string] => [`events/schemas/${name}`, JSON.stringify(schema)]),
    ['docs/events.md', eventsPage()],
  ];
  for (const [file, content] of files) {
    const formatted = await format(content, { ...(await resolveConfig(file)), filepath: file });
    const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === formatted;
    if (!isCurrent && check) stale.push(file);
    if (!isCurrent && !check) writeFileSync(file, formatted);
    console.log(`${isCurrent ? 'current' : check ? 'stale  ' : 'written'}  ${file}`);
  }
  if (stale.length > 0) {
    console.error('These files do not match the contracts: run `npm run schemas` and commit them.');
    process.exitCode = 1;
  }
}

void main();
