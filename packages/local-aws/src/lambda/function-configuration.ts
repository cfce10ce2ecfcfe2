import { AwsError } from '../aws-error';

/** A function's configuration, as in CreateFunction. */
export interface FunctionConfiguration {
  readonly functionName: string;
  /** `folder/file.export`. */
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memorySizeMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrentExecutions?: number | undefined;
  /** The dead-letter target of failed asynchronous invocations: a queue or a topic. */
  readonly deadLetterTargetArn?: string | undefined;
}

/** Variables that Lambda sets itself and refuses in a configuration ("Reserved environment variables"). */
const RESERVED_VARIABLE =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_.*)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;
const MAXIMUM_ENVIRONMENT_BYTES = 4096;

/** Refuses what CreateFunction refuses, and the runtimes that are not modelled. */
export function checkConfiguration(configuration: FunctionConfiguration): void {
  const { functionName, runtime, timeoutSeconds, memorySizeMegabytes, environment } = configuration;
  if (!/^[\w-]{1,64}$/.test(functionName)) throw invalid(`the function name ${functionName} is not valid`);
  if (runtime !== 'nodejs24.x') throw invalid(`the local cloud runs nodejs24.x only, not ${runtime}`);
  if (!isWithin(timeoutSeconds, 1, 900)) throw invalid(`Timeout must be 1 to 900 seconds, not ${timeoutSeconds}`);
  if (!isWithin(memorySizeMegabytes, 128, 10_240)) {
    throw invalid(`MemorySize must be 128 to 10240 megabytes, not ${memorySizeMegabytes}`);
  }
  const reserved = Object.keys(environment).filter((name) => RESERVED_VARIABLE.test(name));
  if (reserved.length > 0) {
    throw invalid(`environment variables contain reserved keys that cannot be set: ${reserved.join(', ')}`);
  }
  if (Buffer.byteLength(JSON.stringify(environment)) > MAXIMUM_ENVIRONMENT_BYTES) {
    throw invalid('the environment variables exceed the 4KB limit');
  }
}

const isWithin = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
