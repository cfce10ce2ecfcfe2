import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { asking } from './asking';
import { clientOptions } from './client-options';

/** Looks at executions. */
export interface Executions {
  /** Whether an execution has not ended yet. */
  isRunning(executionArn: string): Promise<boolean>;
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
    async isRunning(executionArn) {
      const execution = await asking(
        `states:DescribeExecution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })).catch((error: unknown) => {
          if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
          throw error;
        }),
      );
      return execution?.status === 'RUNNING';
    },
  };
}

/** One state machine as the SDK reaches it. */
export function stepFunctionsStarter(stateMachineArn: string, client = new SFNClient(clientOptions)): Starter {
  return {
    async start(name, input) {
      await asking(
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
