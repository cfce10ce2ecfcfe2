import validate from 'asl-validator';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unsupportedFeatures } from '../local/stepfunctions/unsupported-features';
import * as errors from '../shared/errors';
import { aslFindings } from './asl-rules';
import { danglingReferences } from './workflow-references';

const known = {
  functions: readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts')),
  errors: Object.values(errors).map((NamedError) => new NamedError().name),
};

function findings(path: string): string[] {
  const definition = JSON.parse(readFileSync(path, 'utf8')) as object;
  const syntax = validate(structuredClone(definition));
  if (!syntax.isValid) return [syntax.errorsText('\n')];
  return [
    ...aslFindings(definition),
    ...danglingReferences(definition, known),
    // What the local cloud would run otherwise than AWS is not tested, however green the tests are.
    ...unsupportedFeatures(definition).map((feature) => `${feature} (the local cloud does not run this as AWS does)`),
  ];
}

const workflows = readdirSync('workflows').filter((name) => name.endsWith('.asl.json'));
if (workflows.length === 0) throw new Error('no workflow in workflows/*.asl.json: nothing was checked');

for (const workflow of workflows) {
  for (const finding of findings(join('workflows', workflow))) {
    console.error(`${workflow}: ${finding}`);
    process.exitCode = 1;
  }
}
