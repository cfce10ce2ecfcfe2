import { statesOf } from './asl-rules';

/** What a workflow may name that is defined elsewhere. */
export interface Known {
  /** File names in functions/, without extension. */
  readonly functions: readonly string[];
  /** The `name` of every error that the service throws. */
  readonly errors: readonly string[];
}

/** Raised by Step Functions, by Lambda, or by the runtime of a function that ended without a word. */
const AWS_ERRORS = /^(States|Lambda|Sandbox|Runtime)\.\w+$/;

/** The functions that a workflow calls: `${CheckDomain}` in its Parameters is functions/check-domain.ts. */
export function functionsCalled(definition: unknown): ReadonlyMap<string, string> {
  const called = new Map<string, string>();
  for (const [name, { Resource, Parameters }] of statesOf(definition)) {
    if (!Resource?.includes(':lambda:invoke')) continue;
    const substitution = /"FunctionName":"\$\{(\w+)\}"/.exec(JSON.stringify(Parameters ?? {}))?.[1];
    called.set(
      name,
      substitution?.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase() ?? '(no substitution in FunctionName)',
    );
  }
  return called;
}

/** The names in a workflow that nothing answers to, one sentence each. */
export function danglingReferences(definition: unknown, known: Known): string[] {
  const missingFunctions = [...functionsCalled(definition)]
    .filter(([, called]) => !known.functions.includes(called))
    .map(([state, called]) => `${state} calls functions/${called}.ts, which does not exist`);
  const unknownErrors = [...statesOf(definition)].flatMap(([state, { Retry, Catch }]) =>
    [...Retry, ...Catch]
      .flatMap(({ ErrorEquals }) => ErrorEquals)
      .filter((error) => !AWS_ERRORS.test(error) && !known.errors.includes(error))
      .map((error) => `${state} matches ${error}, which shared/errors.ts does not export`),
  );
  return [...missingFunctions, ...unknownErrors];
}
