import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import { isJsonObject } from '../json';
import { TaskError } from './work';

/** How Step Functions reaches Lambda: synchronously, as an AWS SDK client would. */
export interface LambdaDependencies {
  /** Throws the AwsError that Lambda answers with when the function does not run at all. */
  invokeLambda(
    functionArn: string,
    payload: unknown,
    /** The state machine's role. */
    roleArn: string,
  ): Promise<{ readonly payload: unknown; readonly functionError?: string }>;
}

/** What a task's invocation of a function gives, or the TaskError that Step Functions makes of its failure. */
export async function invokeFunction(
  dependencies: LambdaDependencies,
  functionArn: string,
  payload: unknown,
  roleArn: string,
): Promise<unknown> {
  try {
    const answer = await dependencies.invokeLambda(functionArn, payload, roleArn);
    if (answer.functionError !== undefined) throw functionError(answer.payload);
    return answer.payload;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const cause = `${error.message} (Service: Lambda, Status Code: ${error.status}, Request ID: ${randomUUID()})`;
    throw new TaskError(`Lambda.${error.code}`, cause);
  }
}

/** The result of the `lambda:invoke` integration, around what the function returned. */
export function invocationResult(payload: unknown): unknown {
  const requestId = randomUUID();
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: { 'Content-Type': ['application/json'], 'x-amzn-RequestId': [requestId] },
      HttpHeaders: { 'Content-Type': 'application/json', 'x-amzn-RequestId': requestId },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}

/** The error type that the function or its runtime reported is the error's name; without one it is Lambda.Unknown. */
function functionError(payload: unknown): TaskError {
  if (isJsonObject(payload) && typeof payload['errorType'] === 'string') {
    return new TaskError(payload['errorType'], JSON.stringify(payload));
  }
  return new TaskError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${JSON.stringify(payload)}`,
  );
}
