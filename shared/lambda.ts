import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { config, StackName } from './config';
import { StateDocumentError, ThrottledError } from './errors';
import { putThrottledStep } from './metrics';
import type { Input, Output, Step } from './steps';

/**
 * Wraps a step in a Lambda handler: validates its input, builds its dependencies on the first invocation, validates and logs its
 * output, and returns the state document with the output merged in. Errors pass through unchanged, because the workflow matches
 * their names; throttling is counted.
 *
 * @throws StateDocumentError when the document or the output does not match the schema of the step
 */
export function lambda<In extends z.ZodType, Out extends z.ZodType>(
  step: Step<In, Out>,
  build: () => (input: Input<Step<In, Out>>) => Promise<Output<Step<In, Out>>>,
): (document: unknown, context: Context) => Promise<object> {
  let run: ReturnType<typeof build> | undefined;
  return async (document, context) => {
    logger.addContext(context);
    const input = checked(step.input, document, 'The state document');
    run ??= build();
    const output = checked(step.output, await run(input).catch(countThrottling), 'The output of the step');
    logger.info('Step succeeded', { output });
    return { ...(document as object), ...(output as object) };
  };
}

function countThrottling(error: unknown): never {
  if (error instanceof ThrottledError) putThrottledStep(config(StackName).stack);
  throw error;
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StateDocumentError(`${what} is invalid: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

/** A task token lets its holder complete the task, so it is a secret. */
const redactTaskTokens = (key: string, value: unknown) => (key === 'taskToken' ? '(redacted)' : value);

/** Structured logs without task tokens; Powertools reads the service name and the level from the environment. */
export const logger = new Logger({ jsonReplacerFn: redactTaskTokens });
