import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Executions, Starter } from '../ports/executions';
import { callAws, clientOptions } from './call-aws';

/** Step Functions as the SDK reaches it. */
export function stepFunctionsExecutions(client = new SFNClient(clientOptions)): Executions {
  return {
    // Eventually consistent (Step Functions API, DescribeExecution).
    async stateOf(executionArn) {
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

/** One state machine as the SDK reaches it. */
export function stepFunctionsStarter(stateMachineArn: string, client = new SFNClient(clientOptions)): Starter {
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
