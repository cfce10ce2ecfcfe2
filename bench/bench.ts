/*
 * `npm run bench`: what the service costs and how long it takes, measured on the local cloud with AWS's rates enforced.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { coloured } from '../terminal/console';
import { runCommand, UsageError } from '../demo/run-command';
import { bulk } from './bulk';
import { delay } from './delay';
import type { PartResult, Progress } from './part';
import { peers } from './peers';
import { perCertificate } from './per-certificate';
import { start } from './start';

const PARTS: Readonly<Record<string, (progress: Progress) => Promise<PartResult>>> = {
  'per-certificate': perCertificate,
  delay,
  bulk: (progress) => bulk(progress),
  start,
  peers,
};

const USAGE = `npm run bench -- [--only ${Object.keys(PARTS).join('|')}] [--peers] [--json FILE]

  --only   run only this part
  --peers  also measure the peers, which are installed from npm into .local/peers
  --json   where to write the numbers (default: .local/bench.json)`;

runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      peers: { type: 'boolean', default: false },
      json: { type: 'string', default: '.local/bench.json' },
    },
  });
  const { only } = values;
  if (only !== undefined && !Object.hasOwn(PARTS, only)) {
    throw new UsageError(`--only ${only} is not one of ${Object.keys(PARTS).join(', ')}`);
  }
  const wanted = Object.entries(PARTS).filter(
    ([name]) => (only === undefined ? name !== 'peers' : name === only) || (values.peers && name === 'peers'),
  );
  const results: Record<string, PartResult> = {};
  for (const [name, part] of wanted) {
    results[name] = await part((line) => console.log(coloured('dim', `… ${name}: ${line}`)));
    console.log(`\n${results[name].text}`);
  }
  const failures = Object.values(results).flatMap((result) => result.failures);
  const data = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.data]));
  mkdirSync(dirname(values.json), { recursive: true });
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, ...data, failures }, undefined, 2)}\n`);
  for (const failure of failures.slice(0, 20)) console.log(`${coloured('red', '✘')} ${failure}`);
  console.log(`All numbers: ${values.json}`);
  return failures.length === 0 ? 0 : 1;
});
