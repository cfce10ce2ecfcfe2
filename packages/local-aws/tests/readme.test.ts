import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const PACKAGE = join(__dirname, '..');
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const { exports: modules } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  exports: Record<string, string>;
};

it('names only modules that may be imported', () => {
  const listed = [...README.matchAll(/^- `([a-z0-9/-]+)`: /gm)].map(([, name]) => `./${name}`);
  expect(listed.length).toBeGreaterThan(5);
  expect(listed.filter((name) => modules[name] === undefined)).toEqual([]);
});

it('shows an example that runs as it says', async () => {
  const example = /```ts\n([^]*?)```/.exec(README)?.[1] ?? '';
  const { code } = transformSync(example, { loader: 'ts', format: 'esm' });
  const body = code.replace(/^import \{(.*)\} from "(.*)";$/gm, 'const {$1} = require("$2");');
  const printed: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the example of the README
  const run = new Function('require', 'console', `return (async () => {${body}})();`) as (
    require: (name: string) => unknown,
    console: { log: (value: unknown) => void },
  ) => Promise<void>;
  await run((name) => jest.requireActual(name), { log: (value) => printed.push(value) });
  expect(printed).toEqual(['VALIDATION_TIMED_OUT']);
});
