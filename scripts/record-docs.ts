/*
 * `npm run docs:record`: runs the commands that the documents show, on a local cloud, and writes their output into the
 * documents. Names of recordings as arguments record only these; --force rewrites blocks that differ in ids and times alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { recordingsIn, withRecordings } from './recorded-blocks';

const DOCUMENTS = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
const COMMAND_LINE = bin['acm-autopilot'] ?? bin['autopilot'] ?? '';
// Whatever the outer terminal or CI prefers, a document shows plain text.
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };

/** The commands of a domain's story, in their order: a later one builds on the earlier ones. */
const STORY: readonly (readonly [name: string, typed: string, status?: number])[] = [
  ['check', 'check shop.example.test --target web --local'],
  ['request', 'request shop.example.test --target web --wait --local'],
  ['status', 'status shop.example.test --local'],
  ['list', 'list --local'],
  // Nobody is subscribed to the notifications of a local cloud, which doctor reports.
  ['doctor', 'doctor --local', 1],
  ['remove', 'remove shop.example.test --yes --wait --local'],
];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean' } } });
  const shown = [...new Set(DOCUMENTS.flatMap((file) => recordingsIn(readFileSync(file, 'utf8'))))];
  const wanted = positionals.length > 0 ? positionals : shown;
  const unknown = wanted.find((name) => !shown.includes(name));
  if (unknown !== undefined) throw new Error(`No document shows ${unknown}; they show ${shown.join(', ')}`);

  const recordings = await record(new Set(wanted));
  const missing = wanted.filter((name) => !recordings.has(name));
  if (missing.length > 0) throw new Error(`No command records ${missing.join(', ')}`);
  for (const file of DOCUMENTS) {
    const document = readFileSync(file, 'utf8');
    const changed = withRecordings(document, recordings, values.force);
    if (changed !== document) writeFileSync(file, changed);
    console.log(`${changed === document ? 'current' : 'written'}  ${file}`);
  }
}

async function record(wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const recordings = new Map<string, string>();
  if (wanted.has('start') || wanted.has('six-lines')) {
    const start = await outputOf('npm', ['run', '--silent', 'start']);
    recordings.set('start', start.split('\nSee for yourself')[0] ?? '');
    recordings.set('six-lines', sixLinesOf(start));
  }
  if (wanted.has('failure')) {
    const failed = await outputOf('npm', ['run', '--silent', 'start', '--', '--fault', 'caa'], 1);
    recordings.set('failure', failed.slice(failed.indexOf('  Subject:')).split('\nThe same request')[0] ?? '');
  }
  if (wanted.has('life')) {
    const life = await outputOf('npm', ['run', '--silent', 'life']);
    recordings.set('life', life.split('\nTry another life')[0] ?? '');
  }
  if (STORY.some(([name]) => wanted.has(name))) {
    for (const [name, output] of await tellStory()) recordings.set(name, output);
  }
  return recordings;
}

/** The states that a reader with a minute should see, and the answer over HTTPS. */
function sixLinesOf(start: string): string {
  const states = ['RequestCertificate', 'WriteValidationRecords', 'WaitForIssued', 'AttachCertificate', 'VerifyHttps'];
  const lines = start.split('\n');
  const picked = states.map((state) => lines.find((line) => line.includes('✔') && line.includes(` ${state} `)));
  return [...picked, lines.find((line) => /^ +HTTP \d/.test(line))].join('\n');
}

/** Runs the story on a cloud of its own that already serves another domain, so that there is a listener and a sweep. */
async function tellStory(): Promise<(readonly [string, string])[]> {
  const anyPort = ['--port', '--dns-port', '--http-port', '--https-port', '--page-port'].flatMap((name) => [name, '0']);
  const cloud = spawn('npm', ['run', '--silent', 'local', '--', ...anyPort], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: ENVIRONMENT,
    detached: true,
  });
  try {
    await ready(cloud);
    await acmAutopilot('request app.example.test --wait --local');
    await acmAutopilot('sweep --wait --local');
    const story: (readonly [string, string])[] = [];
    for (const [name, typed, status] of STORY) {
      story.push([name, `$ npx acm-autopilot ${typed}\n\n${await acmAutopilot(typed, status)}`]);
    }
    return story;
  } finally {
    await stop(cloud);
  }
}

async function ready(cloud: ChildProcess): Promise<void> {
  if (!cloud.stdout) throw new Error('The local cloud has no output');
  for await (const line of createInterface({ input: cloud.stdout })) {
    if (line.startsWith('READY ')) {
      // The cloud would wait for a reader of what it prints later.
      cloud.stdout.resume();
      return;
    }
  }
  throw new Error('The local cloud ended before it was ready');
}

/** Stops npm and the cloud below it: the process group, for npm does not pass on every signal. */
async function stop(cloud: ChildProcess): Promise<void> {
  if (cloud.exitCode !== null || cloud.pid === undefined) return;
  const ended = EventEmitter.once(cloud, 'exit');
  process.kill(-cloud.pid, 'SIGINT');
  await ended;
}

const acmAutopilot = (typed: string, status?: number) => outputOf('node', [COMMAND_LINE, ...typed.split(' ')], status);

async function outputOf(command: string, args: readonly string[], expected = 0): Promise<string> {
  console.log(`recording: ${[command, ...args].join(' ')}`);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: ENVIRONMENT });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [status] = (await EventEmitter.once(child, 'close')) as [number | null];
  const output = Buffer.concat(chunks).toString();
  if (status !== expected) throw new Error(`${[command, ...args].join(' ')} ended with ${String(status)}:\n${output}`);
  return output.replace(/^\n+|\s+$/g, '');
}

void main();
