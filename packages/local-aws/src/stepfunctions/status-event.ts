import type { AwsEvent } from '../world';
import { type Execution, redriveStatus } from './execution';

/** Larger inputs and outputs are omitted from the event ("Standard Workflows events"). */
const LARGEST_INCLUDED_BYTES = 248 * 1024;

/** The event of a change of an execution's status, with `null` for missing fields. */
export function statusEvent(execution: Execution, now: number): AwsEvent {
  const { arn, name, stateMachine, status, input, output } = execution;
  const redrive = redriveStatus(execution, now);
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: stateMachine.arn,
      name,
      status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: isIncluded(input) ? input : null,
      inputDetails: { included: isIncluded(input) },
      output: output !== undefined && isIncluded(output) ? output : null,
      outputDetails: output === undefined ? null : { included: isIncluded(output) },
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: execution.redrives,
      redriveDate: execution.redrivenAt ?? null,
      redriveStatus: redrive.status,
      redriveStatusReason: redrive.reason ?? `Execution is ${status} and is redrivable`,
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}

function isIncluded(data: string): boolean {
  return Buffer.byteLength(data) <= LARGEST_INCLUDED_BYTES;
}
