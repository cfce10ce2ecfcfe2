import type { InvocationError } from '../messages';

/** An error of the runtime itself, under a name that Lambda documents, e.g. `Runtime.ImportModuleError`. */
export function runtimeError(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.name = name;
  if (cause instanceof Error && cause.stack) error.stack = `${name}: ${cause.stack}`;
  return error;
}

/** Anything thrown, in the shape that Lambda answers with. */
export function toInvocationError(thrown: unknown): InvocationError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}
