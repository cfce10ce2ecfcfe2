import { buildSync } from 'esbuild';
import { join } from 'node:path';

let code: string | undefined;

/** The worker's side of the runtime as one script: a worker runs plain JavaScript, however this process was started. */
export function runtimeCode(): string {
  code ??= buildSync({
    entryPoints: [join(__dirname, 'runtime', 'bootstrap.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
  })
    .outputFiles.map((file) => file.text)
    .join('');
  return code;
}
