import { spawn } from 'node:child_process';
import { parseArgs, styleText } from 'node:util';

interface Check {
  /** Also the name of its npm script: `check:<name>`. */
  readonly name: string;
  readonly promise: string;
  readonly remedy: string;
}

/** The slowest first, so that two at a time end together. */
const CHECKS: readonly Check[] = [
  { name: 'lint', promise: 'no rule of eslint is broken', remedy: 'fix each line named above' },
  {
    name: 'template',
    promise: 'what Serverless packages is valid CloudFormation',
    remedy: 'correct serverless.yml or infrastructure/',
  },
  { name: 'unused', promise: 'nothing is unused', remedy: 'delete it, or use it' },
  { name: 'imports', promise: 'the import law holds', remedy: 'move the code: CONTRIBUTING.md says what goes where' },
  { name: 'types', promise: 'the types agree', remedy: 'correct the types; no any, no !' },
  { name: 'format', promise: 'prettier would change nothing', remedy: 'npm run format' },
  { name: 'asl', promise: 'the workflows are sound', remedy: 'correct the state that is named' },
  { name: 'schemas', promise: 'the JSON Schemas and docs/events.md match the contracts', remedy: 'npm run schemas' },
  {
    name: 'licences',
    promise: 'every dependency has a licence that may be used here',
    remedy: 'take another package; what is allowed is in scripts/licences.ts',
  },
  {
    name: 'words',
    promise: 'no retired word is used',
    remedy: 'write what is named instead (scripts/retired-words.ts)',
  },
  {
    name: 'docs',
    promise: 'every export says what it is for and what it throws',
    remedy: 'write its doc comment: one sentence, and @throws',
  },
];

/** The tests use every core, and some give up on a command that is slow: they run alone, on what check:template packaged. */
const TESTS: Check = { name: 'test', promise: 'the tests pass', remedy: 'npx jest <file> runs one of them' };

const AT_ONCE = 2;

function script(check: Check): string {
  return check === TESTS ? 'test' : `check:${check.name}`;
}

/** Runs one check to its end and prints what came of it in one piece. */
async function run(check: Check): Promise<boolean> {
  const started = performance.now();
  const output: Buffer[] = [];
  const passed = await new Promise<boolean>((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script(check)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Some tools colour what they write into a pipe when CI is set.
      env: { ...process.env, NO_COLOR: '1' },
    });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const mark = passed ? styleText('green', '✔') : styleText('red', '✘');
  console.log(`${mark} ${check.name.padEnd(9)} ${check.promise} ${styleText('dim', `(${seconds})`)}`);
  if (!passed) {
    console.log(`\n${Buffer.concat(output).toString().trim()}\n`);
    console.log(`  → ${check.remedy}; alone: npm run ${script(check)}\n`);
  }
  return passed;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'skip-tests': { type: 'boolean', default: false } } });
  const waiting = [...CHECKS];
  const failed: string[] = [];
  const runAll = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await run(check))) failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runAll));
  if (!values['skip-tests'] && !(await run(TESTS))) failed.push(TESTS.name);
  if (failed.length > 0) console.log(styleText('red', `Failed: ${failed.join(', ')}`));
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main();
