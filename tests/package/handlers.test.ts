import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { folder, resourcesOf } from './packaged';

let unpacked: string;
beforeAll(() => (unpacked = mkdtempSync(join(tmpdir(), 'handlers-'))));
afterAll(() => rmSync(unpacked, { recursive: true }));

const functions = resourcesOf('AWS::Lambda::Function').map(([id, { Properties }]) => {
  const [, handlerFile = '', handlerName = ''] = /^(.*)\.(\w+)$/.exec(Properties.Handler) ?? [];
  return [id, { zip: join(folder, basename(String(Properties.Code.S3Key))), handlerFile, handlerName }] as const;
});

it.each(functions)(
  '%s is one file that loads on this Node.js and exports its handler',
  (id, { zip, handlerFile, handlerName }) => {
    const files = Object.entries(unzipSync(readFileSync(zip)));
    expect(files.map(([name]) => name)).toEqual([`${handlerFile}.js`]);
    const file = join(unpacked, `${id}.js`);
    writeFileSync(file, files[0]?.[1] ?? '');
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- as the runtime of Lambda loads it
    const loaded = require(file) as Record<string, unknown>;
    expect(typeof loaded[handlerName]).toBe('function');
  },
);
