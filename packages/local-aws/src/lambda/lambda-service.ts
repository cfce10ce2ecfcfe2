import * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../aws-error';
import type { Service } from '../world';
import type { Lambda } from './lambda';

/** Lambda over the wire: Invoke only. Functions are created by deployments. */
export function lambdaService(lambda: Lambda): Service {
  return {
    signingName: 'lambda',
    sdk,
    operations: {
      async Invoke(input: sdk.InvokeCommandInput) {
        const functionArn = lambda.arnOf(input.FunctionName ?? '');
        const event = read(input.Payload as Uint8Array | undefined);
        switch (input.InvocationType) {
          case 'DryRun':
            return { StatusCode: 204 };
          case 'Event':
            // Accepted; the outcome goes to the function's destinations only.
            void lambda.invokeAsync(functionArn, event);
            return { StatusCode: 202 };
          default: {
            const { payload, functionError, logTail } = await lambda.invoke(functionArn, event);
            return {
              StatusCode: 200,
              ExecutedVersion: '$LATEST',
              FunctionError: functionError,
              // "The last 4 KB of the execution log".
              LogResult: input.LogType === 'Tail' ? Buffer.from(logTail).subarray(-4096).toString('base64') : undefined,
              Payload: JSON.stringify(payload ?? null),
            };
          }
        }
      },
    },
  };
}

function read(payload: Uint8Array | undefined): unknown {
  const text = Buffer.from(payload ?? []).toString();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${String(error)}`);
  }
}
