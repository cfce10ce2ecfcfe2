import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { InvocationResult } from '../lambda/function-runner';
import type { FaultAt } from './fault-plan';

/** An invocation that a fault may strike. */
export interface StrikableInvocation {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  run(): Promise<InvocationResult>;
  /** Discards the warm environments: the next invocation is a cold start. */
  chill(): void;
}

/** Runs an invocation, with or instead of faults. */
export type AroundInvocation = (invocation: StrikableInvocation) => Promise<InvocationResult>;

/**
 * @param find finds the fault for an invocation, if any
 * @param struck called with each fault that strikes
 */
export function createFunctionFaults(
  find: (functionName: string) => FaultAt<'function'> | undefined,
  struck: (fault: FaultAt<'function'>, functionName: string) => void,
): AroundInvocation {
  return async ({ functionName, timeoutSeconds, run, chill }) => {
    const fault = find(functionName);
    if (!fault) return run();
    struck(fault, functionName);
    switch (fault.fault) {
      case 'throttled':
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      case 'unavailable':
        throw new AwsError('ServiceException', 'Lambda is not available (fault plan).', 500);
      case 'cold-start':
        chill();
        return run();
      case 'crash-before':
      case 'time-out-before':
        return failed(randomUUID(), fault.fault, timeoutSeconds);
      case 'crash-after':
      case 'time-out-after': {
        const { requestId } = await run();
        chill();
        return failed(requestId, fault.fault, timeoutSeconds);
      }
    }
  };
}

/** The Lambda runtime's report of a function that exited or timed out. */
function failed(requestId: string, fault: string, timeoutSeconds: number): InvocationResult {
  const error = fault.startsWith('crash')
    ? { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited with error: signal: killed' }
    : {
        errorType: 'Sandbox.Timedout',
        errorMessage: `Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      };
  const payload = { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` };
  return { payload, functionError: 'Unhandled', requestId, logTail: '', billedMilliseconds: 0 };
}
