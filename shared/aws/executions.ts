import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { callAws } from './call-aws';
import { clientOptions } from './client-options';

/** Looks at executions. */
export interface Executions {
  /** Undefined when Step Functions does not know it: it has just begun, or ended more than 90 days ago. */
  stateOf(executionArn: string): Promise<'running' | 'ended' | undefined>;
}

/** Starts a workflow. */
export interface Starter {
  /**
   * Starts an execution; a name that was used already starts nothing, so that a repeated event is harmless.
   *
   * @param name at most 80 letters, digits, hyphens and underscores
   */
  start(name: string, input: object): Promise<void>;
}

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
