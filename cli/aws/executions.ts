import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { asking } from '../../shared/aws/asking';
import { clientOptions } from '../../shared/aws/client-options';

/** An execution of a workflow. */
export interface Execution {
  readonly executionArn: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  readonly status: string;
  readonly startedAt: Date;
  readonly stoppedAt?: Date | undefined;
}

/** With what it was started with, and how it ended. */
export interface DescribedExecution extends Execution {
  readonly input: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Looks at executions. */
export interface Executions {
  /** The latest executions of a workflow, the newest first. */
  latest(stateMachineArn: string, most: number): Promise<Execution[]>;
  describe(executionArn: string): Promise<DescribedExecution>;
  /** What has happened after an event of the history, the oldest first. */
  historyAfter(executionArn: string, eventId: number): Promise<HistoryEvent[]>;
}

/** Step Functions as the SDK reaches it. */
export function stepFunctionsExecutions(client = new SFNClient(clientOptions)): Executions {
  return {
    async latest(stateMachineArn, most) {
      const { executions = [] } = await asking(
        `states:ListExecutions ${stateMachineArn}`,
        client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: most })),
      );
      return executions.map(({ executionArn = '', status = '', startDate = new Date(0), stopDate }) => ({
        executionArn,
        status,
        startedAt: startDate,
        stoppedAt: stopDate,
      }));
    },

    async describe(executionArn) {
      const found = await asking(
        `states:DescribeExecution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })),
      );
      return {
        executionArn,
        status: found.status ?? '',
        startedAt: found.startDate ?? new Date(0),
        stoppedAt: found.stopDate,
        input: JSON.parse(found.input ?? 'null') as unknown,
        error: found.error,
        cause: found.cause,
      };
    },

    async historyAfter(executionArn, eventId) {
      const news: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        // The newest first, so that a long history is not read anew at every look.
        const page = await asking(
          `states:GetExecutionHistory ${executionArn}`,
          client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 100, nextToken })),
        );
        const events = page.events ?? [];
        news.push(...events.filter(({ id = 0 }) => id > eventId));
        nextToken = events.some(({ id = 0 }) => id <= eventId) ? undefined : page.nextToken;
      } while (nextToken !== undefined);
      return news.reverse();
    },
  };
}
