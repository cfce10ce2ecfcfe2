import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { undocumentedExports } from './undocumented-exports';

const FOLDERS = ['functions', 'shared', 'events', 'terminal', 'cli', 'local', 'bench'];

const undocumented = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .flatMap((path) => undocumentedExports(path, readFileSync(path, 'utf8')).map((finding) => `${path}:${finding}`)),
);

// The name by which Lambda calls every step: what a step is for stands with the step.
const isEntry = (finding: string) => finding.startsWith('functions/') && finding.endsWith(': handler');

const findings = undocumented.filter((finding) => !isEntry(finding));

for (const finding of findings) console.error(`${finding} has no doc comment`);
process.exitCode = findings.length > 0 ? 1 : 0;
