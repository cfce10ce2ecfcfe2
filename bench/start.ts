import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import * as z from 'zod';
import { openCode } from 'local-aws/lambda/function-code';
import { packageService } from '../scripts/package-service';
import type { PartResult, Progress } from './part';
import { percentile } from './percentile';
import { table } from './table';

/** A handler, as it is packaged and as it loads. */
interface Start {
  readonly name: string;
  readonly zipBytes: number;
  readonly loadMilliseconds: number;
}

interface Loadable {
  readonly name: string;
  readonly zipBytes: number;
  readonly file: string;
}

const STARTS = 7;
const BARE = 'a bare handler: the ACM client';
/** What a handler has at the least, if it asks ACM anything. */
const BARE_SOURCE = `import { ACMClient } from '@aws-sdk/client-acm';
const client = new ACMClient({});
export const handler = async () => client.config.region();
`;

/** The zip and the load time of every function, beside a bare handler that is bundled the same way; fresh processes. */
export async function start(progress: Progress): Promise<PartResult> {
  const packageFolder = packageService();
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    const loadables = [await bareHandler(packageFolder, folder), ...functions(packageFolder, folder)];
    const loads = loadables.map((): number[] => []);
    // One round after another, so that what else the machine does meets them all alike.
    for (let round = 1; round <= STARTS; round += 1) {
      progress(`round ${round} of ${STARTS}, ${loadables.length} processes`);
      loadables.forEach(({ file }, index) => loads[index]?.push(loadTime(file)));
    }
    const starts = loadables.map(({ name, zipBytes }, index) => ({
      name,
      zipBytes,
      loadMilliseconds: percentile(loads[index] ?? [], 50),
    }));
    return { text: report(starts), data: starts, failures: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Serverless leaves its own options of the bundler in its state, so that the bare handler is bundled with the same. */
const stateSchema = z.object({
  service: z.object({
    custom: z.object({ esbuild: z.looseObject({ exclude: z.array(z.string()), target: z.string() }) }),
  }),
});

async function bareHandler(packageFolder: string, folder: string): Promise<Loadable> {
  const state: unknown = JSON.parse(readFileSync(join(packageFolder, 'serverless-state.json'), 'utf8'));
  const { exclude, ...options } = stateSchema.parse(state).service.custom.esbuild;
  const source = join(folder, 'bare-source.js');
  const file = join(folder, 'bare.js');
  writeFileSync(source, BARE_SOURCE);
  await build({
    ...options,
    entryPoints: [source],
    outfile: file,
    platform: 'node',
    external: exclude,
    nodePaths: [join(__dirname, '..', 'node_modules')],
  });
  return { name: BARE, zipBytes: zipSync({ 'bare.js': readFileSync(file) }, { level: 9 }).length, file };
}

function functions(packageFolder: string, folder: string): Loadable[] {
  return readdirSync(packageFolder)
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .map((zip) => {
      const name = zip.replace(/\.zip$/, '');
      const path = join(packageFolder, zip);
      openCode(readFileSync(path), join(folder, name));
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return { name, zipBytes: statSync(path).size, file: join(folder, name, 'functions', `${kebab}.js`) };
    });
}

/** How long a fresh process of Node.js takes to load a file, in milliseconds; what Node itself takes to start is left out. */
function loadTime(file: string): number {
  const script = `const before = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - before);`;
  const environment = { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: 'bench' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`${file} does not load\n${stderr}`);
  return Number(stdout);
}

function report(starts: readonly Start[]): string {
  const bare = starts.find(({ name }) => name === BARE);
  const functionLoads = starts.filter(({ name }) => name !== BARE).map(({ loadMilliseconds }) => loadMilliseconds);
  const median = percentile(functionLoads, 50);
  return `Size and start: what each function's zip holds, and how long its code takes to load

${table([
  ['', 'zip', 'load', 'beside the bare handler'],
  ...starts.map(({ name, zipBytes, loadMilliseconds }) => [
    name,
    `${(zipBytes / 1_000).toFixed(0)} kB`,
    `${loadMilliseconds.toFixed(0)} ms`,
    `x ${(loadMilliseconds / (bare?.loadMilliseconds ?? loadMilliseconds)).toFixed(2)}`,
  ]),
])}
  The median of ${STARTS} fresh processes each, Node.js ${process.version}, on this machine. The median function loads in ${median.toFixed(0)} ms, the slowest in ${Math.max(...functionLoads).toFixed(0)} ms.
`;
}
