import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  paginateListExecutions,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { callAws, callAwsPages, clientOptions } from '../../shared/aws/call-aws';

/** An execution of a workflow. */
export interface Execution {
  readonly executionArn: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  readonly status: string;
  readonly startedAt: Date;
  readonly stoppedAt?: Date | undefined;
}

/** An execution with its input, and how it ended. */
export interface DescribedExecution extends Execution {
  readonly input: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** Whether Step Functions can redrive it from the state that it was in. */
  readonly isRedrivable: boolean;
}

/** Reads executions. */
export interface Executions {
  /** The latest executions of a workflow, the newest first. */
  latest(stateMachineArn: string, most: number): Promise<Execution[]>;
  /** Every execution of a workflow that started at that time or later, the oldest first. */
  since(stateMachineArn: string, time: Date): Promise<Execution[]>;
  describe(executionArn: string): Promise<DescribedExecution>;
  /** The history after one of its events, the oldest first. */
  historyAfter(executionArn: string, eventId: number): Promise<HistoryEvent[]>;
}

/** Reads executions through the SDK. */
export function stepFunctionsExecutions(client = new SFNClient(clientOptions)): Executions {
  return {
    async latest(stateMachineArn, most) {
      const { executions = [] } = await callAws(
        `states:ListExecutions ${stateMachineArn}`,
        client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: most })),
      );
      return executions.map(executionOf);
    },

    async since(stateMachineArn, time) {
      const found: Execution[] = [];
      const pages = paginateListExecutions({ client }, { stateMachineArn });
      for await (const { executions = [] } of callAwsPages(`states:ListExecutions ${stateMachineArn}`, pages)) {
        const recent = executions.map(executionOf).filter(({ startedAt }) => startedAt >= time);
        found.push(...recent);
        // The newest come first.
        if (recent.length < executions.length) break;
      }
      return found.reverse();
    },

    async describe(executionArn) {
      const found = await callAws(
        `states:DescribeExecution ${executionArn}`,
        client.send(new DescribeExecutionCommand({ executionArn })),
      );
      return {
        ...executionOf(found),
        input: JSON.parse(found.input ?? 'null') as unknown,
        error: found.error,
        cause: found.cause,
        isRedrivable: found.redriveStatus === 'REDRIVABLE',
      };
    },

    async historyAfter(executionArn, eventId) {
      const later: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        // The newest first, so that a long history is not read again at every poll.
        const page = await callAws(
          `states:GetExecutionHistory ${executionArn}`,
          client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 100, nextToken })),
        );
        const events = page.events ?? [];
        later.push(...events.filter(({ id = 0 }) => id > eventId));
        nextToken = events.some(({ id = 0 }) => id <= eventId) ? undefined : page.nextToken;
      } while (nextToken !== undefined);
      return later.reverse();
    },
  };
}

type Listed = Partial<Pick<ExecutionListItem, 'executionArn' | 'startDate' | 'stopDate'>> & {
  readonly status?: string | undefined;
};

const executionOf = ({ executionArn = '', status = '', startDate = new Date(0), stopDate }: Listed): Execution => ({
  executionArn,
  status,
  startedAt: startDate,
  stoppedAt: stopDate,
});
