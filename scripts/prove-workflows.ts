import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { workflows } from '../workflows/workflows';

/** Fails unless each workflow expands to its JSON file: as a value, and byte for byte once prettier has formatted it. */
async function main(): Promise<void> {
  for (const [name, definition] of Object.entries(workflows)) {
    const path = `workflows/${name}.asl.json`;
    const written = readFileSync(path, 'utf8');
    assert.deepStrictEqual(JSON.parse(JSON.stringify(definition)), JSON.parse(written));
    const options = { ...(await resolveConfig(path)), filepath: path };
    assert.equal(await format(JSON.stringify(definition, null, 2), options), written);
    console.log(`${path}: ${written.length} bytes, the same`);
  }
}

void main();
