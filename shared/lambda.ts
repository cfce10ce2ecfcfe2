import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { config, Deployment } from './config';
import { StateDocumentError, ThrottledError } from './errors';
import { logger } from './logger';
import { putThrottledStep } from './metrics';
import type { Input, Output, Step } from './steps';

/**
 * Makes a step a Lambda function: checks the part of the state document that the step needs, builds its dependencies on
 * the first call, checks what it gives, logs it once, and returns the document with it added. Errors go through untouched,
 * for their names are the workflow's contract; throttling is counted.
 *
 * @throws StateDocumentError when the document, or what the step gives, does not fit the step's schema
 */
export function lambda<N extends z.ZodType, G extends z.ZodType>(
  step: Step<N, G>,
  build: () => (input: Input<Step<N, G>>) => Promise<Output<Step<N, G>>>,
): (document: unknown, context: Context) => Promise<object> {
  let run: ReturnType<typeof build> | undefined;
  return async (document, context) => {
    logger.addContext(context);
    const input = checked(step.input, document, 'The state document');
    run ??= build();
    const given = checked(step.output, await run(input).catch(countThrottling), 'The result of the step');
    logger.info('Step done', { given });
    return { ...(document as object), ...(given as object) };
  };
}

function countThrottling(error: unknown): never {
  if (error instanceof ThrottledError) putThrottledStep(config(Deployment).stack);
  throw error;
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StateDocumentError(`${what} does not fit: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}
