import { randomBytes } from 'node:crypto';
import type { RoleCredentials } from '../iam/iam';
import type { Network, World } from '../world';
import type { FunctionConfiguration } from './function-configuration';

/** What functions receive from the cloud. */
export interface Surroundings {
  /** The URL of the cloud's endpoint. */
  endpoint(): string;
  dnsPort(): number;
  readonly network: Network;
  /** Credentials for an execution environment, valid as long as it exists. */
  accessKeyFor(roleArn: string, functionName: string): RoleCredentials;
  /** Called with every line that a function logs. */
  readLog(line: string): void;
}

/** The environment variables of a new execution environment: those of the configuration and Lambda's own. */
export function functionEnvironment(
  world: World,
  surroundings: Surroundings,
  configuration: FunctionConfiguration,
  codeFolder: string,
): Record<string, string> {
  const { functionName, handler, memorySizeMegabytes, roleArn, runtime } = configuration;
  const { accessKeyId, secretAccessKey, sessionToken } = surroundings.accessKeyFor(roleArn, functionName);
  const day = new Date(world.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...configuration.environment,
    _HANDLER: handler,
    AWS_REGION: world.region,
    AWS_DEFAULT_REGION: world.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${randomBytes(16).toString('hex')}`,
    LAMBDA_TASK_ROOT: codeFolder,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: surroundings.endpoint(),
    // Lambda has no ~/.aws, and the developer's must not be used.
    HOME: codeFolder,
  };
}
