import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PACKAGED = join(ROOT, '.serverless');
const SOURCES = [
  'serverless.yml',
  'package-lock.json',
  'tsconfig.json',
  'functions',
  'shared',
  'events',
  'workflows',
  'infrastructure',
  // The inventory page shows sections of it.
  'docs/runbook.md',
];
/** Serverless empties the folder whenever it packages, so that a stamp in it says: this is ours, not what was last deployed. */
const STAMP = join(PACKAGED, 'packaged-for-checks');

function changedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => changedAt(join(path, entry))));
}

/**
 * Packages the service as `serverless package` does with every parameter at its default, unless that was done since
 * the sources last changed; returns the folder that holds the compiled template and the function zips.
 */
export function packageService(): string {
  if (changedAt(STAMP) > Math.max(...SOURCES.map((source) => changedAt(join(ROOT, source))))) return PACKAGED;
  // A change of output format would leave the old bundle beside the new one, and both would be zipped.
  rmSync(join(ROOT, '.esbuild'), { recursive: true, force: true });
  const started = new Date();
  const result = spawnSync('npx', ['--no-install', 'serverless', 'package'], { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`serverless package failed\n${result.stdout}${result.stderr}`);
  writeFileSync(STAMP, '');
  // Sources that changed while they were being packaged count as newer than the package.
  utimesSync(STAMP, started, started);
  return PACKAGED;
}
