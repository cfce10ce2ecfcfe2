import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { licencesOf } from './licences';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});
/** `licenses` is what packages had before `license`. */
const olderManifest = z.object({ licenses: z.array(z.object({ type: z.string() })) });

const { packages } = lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const { counts, findings } = licencesOf(packages as Parameters<typeof licencesOf>[0], (path) => {
  const manifest = olderManifest.safeParse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')));
  return manifest.success ? manifest.data.licenses.map(({ type }) => type).join(' OR ') : undefined;
});

console.log(counts.map(([licence, count]) => `${String(count).padStart(5)}  ${licence}`).join('\n'));
for (const finding of findings) console.error(`not allowed: ${finding}`);
process.exitCode = findings.length > 0 ? 1 : 0;
