import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Executions, ExecutionStarter } from '../ports/executions';
import { callAws, clientOptions } from './call-aws';

/** The executions in Step Functions. */
export function stepFunctionsExecutions(client = new SFNClient(clientOptions)): Executions {
  return {
    // Eventually consistent (Step Functions API, DescribeExecution).
    async getStatus(executionArn) {
      const execution = await callAws(
        `states:DescribeExecution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })).catch((error: unknown) => {
          if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
          throw error;
        }),
      );
      return execution && (execution.status === 'RUNNING' ? 'running' : 'ended');
    },
  };
}

/** Starts executions of a Step Functions state machine. */
export function stepFunctionsExecutionStarter(
  stateMachineArn: string,
  client = new SFNClient(clientOptions),
): ExecutionStarter {
  return {
    async start(name, input) {
      await callAws(
        `states:StartExecution ${stateMachineArn} ${name}`,
        client
          .send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }))
          .catch((error: unknown) => {
            if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return;
            throw error;
          }),
      );
    },
  };
}
