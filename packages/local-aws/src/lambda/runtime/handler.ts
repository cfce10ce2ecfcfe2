import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InvocationError } from '../messages';

/** A handler as in nodejs24.x: its result is awaited; there is no callback any more. */
export type Handler = (event: unknown, context: object) => unknown;

/**
 * Loads `folder/file.export` from the function's code as Lambda's own Node.js runtime does, with its error names.
 *
 * @param codeFolder absolute path of the unzipped code
 */
export async function loadHandler(codeFolder: string, handler: string): Promise<Handler> {
  const { file, exportPath } = parse(handler);
  const found = exportPath.reduce<unknown>(
    (value, name) => (isContainer(value) ? Reflect.get(value, name) : undefined),
    await load(codeFolder, file),
  );
  if (found === undefined) {
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (!isHandler(found)) throw runtimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  if (found.length >= 3) {
    throw runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'Use an async handler instead: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
    );
  }
  return found;
}

function parse(handler: string) {
  const slash = handler.lastIndexOf('/') + 1;
  const [name = '', ...exportPath] = handler.slice(slash).split('.');
  if (handler.includes('..') || !name || exportPath.length === 0) {
    throw runtimeError('Runtime.MalformedHandlerName', `'${handler}' is not a valid handler name`);
  }
  return { file: handler.slice(0, slash) + name, exportPath };
}

async function load(codeFolder: string, file: string): Promise<unknown> {
  const path = join(codeFolder, file);
  try {
    if (!existsSync(`${path}.js`) && existsSync(`${path}.mjs`)) return await import(pathToFileURL(`${path}.mjs`).href);
    const required: unknown = createRequire(join(codeFolder, 'package.json'))(path);
    return required;
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error);
    if (error instanceof Error && 'code' in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) {
      throw runtimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

const isContainer = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/** An error of the runtime itself, with a name that Lambda documents, e.g. `Runtime.ImportModuleError`. */
export function runtimeError(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.name = name;
  if (cause instanceof Error && cause.stack) error.stack = `${name}: ${cause.stack}`;
  return error;
}

/** A thrown value in the shape of Lambda's response. */
export function toInvocationError(thrown: unknown): InvocationError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}
