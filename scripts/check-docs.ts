import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as errors from '../shared/errors';
import { undocumentedErrors } from './undocumented-errors';
import { undocumentedExports } from './undocumented-exports';

const FOLDERS = [
  'functions',
  'shared',
  'events',
  'workflows',
  'infrastructure',
  'terminal',
  'cli',
  'packages/local-aws/src',
  'demo',
  'bench',
];
const NAMED_ERRORS = new Set(Object.keys(errors));

// The name by which Lambda calls every step: what a step is for stands with the step.
const isEntry = (path: string, finding: string) => path.startsWith('functions/') && finding.endsWith(': handler');

const findings = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const exported = undocumentedExports(path, text).filter((finding) => !isEntry(path, finding));
      const thrown = undocumentedErrors(path, text, NAMED_ERRORS);
      return [
        ...exported.map((finding) => `${path}:${finding} has no doc comment`),
        ...thrown.map((finding) => `${path}:${finding} is thrown, and the doc comment has no @throws for it`),
      ];
    }),
);

for (const finding of findings) console.error(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
