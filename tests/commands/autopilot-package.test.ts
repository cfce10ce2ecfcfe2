import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { dependencies, version } from '../../package.json';
import { ROOT, runProgram } from './command';

jest.setTimeout(60_000);

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
}
interface Tarball {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Without a registry or cache: the dependencies are there already, copied from the checkout. */
const OFFLINE = ['--offline', '--no-audit', '--no-fund'];

const folder = mkdtempSync(join(tmpdir(), 'autopilot-'));
const project = join(folder, 'project');
let tarball: Tarball;
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' });
  [tarball] = JSON.parse(packed.toString()) as [Tarball];
  mkdirSync(project);
  for (const path of withTheirDependencies(Object.keys(dependencies))) {
    // The rest is for bundlers and compilers, and twice as large.
    const filter = (source: string) => !/dist-(es|types)$/.test(source);
    cpSync(join(ROOT, path), join(project, path), { recursive: true, filter });
  }
  execFileSync('npm', ['install', join(folder, tarball.filename), ...OFFLINE], { cwd: project, stdio: 'pipe' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.close();
});

/** The folders of these packages and of all that they depend on, as the lock file has them. */
function withTheirDependencies(names: readonly string[]): string[] {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const path = `${from}node_modules/${name}`;
    if (!(path in packages)) return add(name, from.replace(/node_modules\/(@[^/]+\/)?[^/]+\/$/, ''));
    if (found.has(path)) return;
    found.add(path);
    for (const dependency of Object.keys(packages[path]?.dependencies ?? {})) add(dependency, `${path}/`);
  };
  for (const name of names) add(name, '');
  return [...found];
}

/** Runs a bin of the project, as npx does. */
async function typed(bin: string, ...args: string[]) {
  const command = runProgram(join(project, 'node_modules', '.bin', bin), args, project, {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return { status: await command.exitStatus, output: command.output() };
}

it('the tarball is small: the bundle, and what explains it', () => {
  expect(tarball.files.map(({ path }) => path).sort()).toEqual([
    'LICENSE',
    'README.md',
    'cli/acm-autopilot.mjs',
    'dist/acm-autopilot.cjs',
    'docs/runbook.md',
    'package.json',
  ]);
  expect(tarball.size).toBeLessThan(300_000);
  expect(existsSync(join(project, 'node_modules', 'tsx'))).toBe(false);
});

it.each(['acm-autopilot', 'autopilot'])('%s shows its commands', async (bin) => {
  const { status, output } = await typed(bin, '--help');
  expect(output).toMatch(/^npx acm-autopilot <command> \[options\]\n/);
  expect(status).toBe(0);
  expect(await typed(bin, '--version')).toEqual({ status: 0, output: `${version}\n` });
});

it('loads a command', async () => {
  const { status, output } = await typed('acm-autopilot', 'check', '--help');
  expect(output).toMatch(/^npx acm-autopilot check <domain> \[options\]\n/);
  expect(status).toBe(0);
});

it('requires only packages that are installed with it', () => {
  const bundle = readFileSync(join(project, 'node_modules', 'acm-autopilot', 'dist', 'acm-autopilot.cjs'), 'utf8');
  const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
  const packages = required.filter((name) => !isBuiltin(name));
  expect(packages).toContain('@aws-sdk/client-iam');
  expect(packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});

it.each([
  ['list', []],
  ['check', ['app.example.com']],
])('%s reaches AWS, and says that nothing is deployed', async (command, args) => {
  const { status, output } = await typed('acm-autopilot', command, ...args);
  expect(output).toMatch(
    /^There is no stack acm-autopilot-dev in this account and Region: .*\n\nWhat to do: .*--stage/,
  );
  expect(status).toBe(1);
});
