import type { ExecutionStatus } from '@aws-sdk/client-sfn';

/** The metric of AWS/States that counts the executions which ended so ("Monitoring Step Functions metrics using CloudWatch"). */
export const EXECUTION_METRIC: Readonly<Partial<Record<ExecutionStatus, string>>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};
