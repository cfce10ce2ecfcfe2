import type { HistoryEntry } from './history';
import type { Resource } from './resource';

/** The history of one attempt of a task, in the event types of its kind of resource. */
export interface TaskEvents {
  scheduled(input: unknown, timeoutSeconds: number | undefined, heartbeatSeconds: number | undefined): HistoryEntry;
  started(): HistoryEntry;
  /** Only a task that waits for its token is submitted. */
  submitted(output: unknown): HistoryEntry;
  succeeded(output: unknown): HistoryEntry;
  failed(error: string | undefined, cause: string | undefined): HistoryEntry;
  timedOut(error: string, cause: string): HistoryEntry;
}

const details = { truncated: false };

/** A function called by its ARN has events of its own; lambda:invoke has those of every integrated service. */
export function taskEvents(resource: Resource, region: string): TaskEvents {
  if (resource.kind === 'function') return functionEvents(resource.functionArn);
  const task = { resourceType: 'lambda', resource: resource.waitsForToken ? 'invoke.waitForTaskToken' : 'invoke' };
  return {
    scheduled: (parameters, timeoutInSeconds, heartbeatInSeconds) => ({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        ...task,
        region,
        parameters: JSON.stringify(parameters),
        timeoutInSeconds,
        heartbeatInSeconds,
      },
    }),
    started: () => ({ type: 'TaskStarted', taskStartedEventDetails: task }),
    submitted: (output) => ({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: { ...task, output: JSON.stringify(output), outputDetails: details },
    }),
    succeeded: (output) => ({
      type: 'TaskSucceeded',
      taskSucceededEventDetails: { ...task, output: JSON.stringify(output), outputDetails: details },
    }),
    failed: (error, cause) => ({ type: 'TaskFailed', taskFailedEventDetails: { ...task, error, cause } }),
    timedOut: (error, cause) => ({ type: 'TaskTimedOut', taskTimedOutEventDetails: { ...task, error, cause } }),
  };
}

function functionEvents(functionArn: string): TaskEvents {
  return {
    scheduled: (input, timeoutInSeconds) => ({
      type: 'LambdaFunctionScheduled',
      lambdaFunctionScheduledEventDetails: {
        resource: functionArn,
        input: JSON.stringify(input),
        inputDetails: details,
        timeoutInSeconds,
      },
    }),
    started: () => ({ type: 'LambdaFunctionStarted' }),
    submitted: () => {
      throw new Error('a function named directly cannot wait for a token');
    },
    succeeded: (output) => ({
      type: 'LambdaFunctionSucceeded',
      lambdaFunctionSucceededEventDetails: { output: JSON.stringify(output), outputDetails: details },
    }),
    failed: (error, cause) => ({
      type: 'LambdaFunctionFailed',
      lambdaFunctionFailedEventDetails: { error, cause },
    }),
    timedOut: (error, cause) => ({
      type: 'LambdaFunctionTimedOut',
      lambdaFunctionTimedOutEventDetails: { error, cause },
    }),
  };
}
