import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** The output of `serverless package`. */
export interface ServerlessPackage {
  readonly stackName: string;
  readonly template: unknown;
  /** The stack parameters of serverless.yml. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A function's zip, by the S3 key that the template gives it. */
  readonly artifact: (key: string) => Uint8Array;
}

const stateSchema = z.object({
  service: z.object({
    service: z.string(),
    provider: z.object({
      stage: z.string(),
      stackName: z.string().optional(),
      stackParameters: z.array(z.object({ ParameterKey: z.string(), ParameterValue: z.coerce.string() })).default([]),
    }),
  }),
});

/** @param folder usually `.serverless` */
export function readServerlessPackage(folder: string): ServerlessPackage {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;
  const { service, provider } = stateSchema.parse(read('serverless-state.json')).service;
  return {
    stackName: provider.stackName ?? `${service}-${provider.stage}`,
    template: read('cloudformation-template-update-stack.json'),
    parameters: Object.fromEntries(
      provider.stackParameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
    ),
    artifact: (key) => readFileSync(join(folder, basename(key))),
  };
}
