import { unzipSync } from 'fflate';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { AwsError } from '../aws-error';

/** Unzips a function's code into a folder, as Lambda does into /var/task. */
export function unpackCode(zip: Uint8Array, folder: string): void {
  for (const [name, bytes] of Object.entries(openZip(zip))) {
    const path = join(folder, name);
    if (!path.startsWith(folder + sep)) {
      throw new AwsError('InvalidParameterValueException', `the zip holds a path outside itself: ${name}`);
    }
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function openZip(zip: Uint8Array) {
  try {
    return unzipSync(zip);
  } catch (error) {
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${String(error)}`);
  }
}
