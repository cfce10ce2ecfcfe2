import { unzipSync, type UnzipFileFilter } from 'fflate';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { AwsError } from '../aws-error';

/** A function's code, in a zip that has been found to be one. */
export interface FunctionCode {
  /** The folder with the code: it is unzipped there, as Lambda does into /var/task, when it is first asked for. */
  folder(): string;
}

/** Opens a function's zip; most functions of a cloud are never invoked, and need not be unzipped. */
export function openCode(zip: Uint8Array, folder: string): FunctionCode {
  const names: string[] = [];
  unzip(zip, ({ name }) => {
    names.push(name);
    return false;
  });
  const outside = names.find((name) => !join(folder, name).startsWith(folder + sep));
  if (outside !== undefined) {
    throw new AwsError('InvalidParameterValueException', `the zip holds a path outside itself: ${outside}`);
  }
  let isUnzipped = false;
  return {
    folder() {
      if (!isUnzipped) write(unzip(zip), folder);
      isUnzipped = true;
      return folder;
    },
  };
}

function write(files: Readonly<Record<string, Uint8Array>>, folder: string): void {
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function unzip(zip: Uint8Array, filter: UnzipFileFilter = () => true) {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${String(error)}`);
  }
}
