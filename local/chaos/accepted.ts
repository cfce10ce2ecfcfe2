import type { ExecutionView } from '../stepfunctions/stepfunctions';
import type { Act } from './cast';
import type { Stage } from './stage';

/** An event that the bus took, and what became of it. */
export interface Accepted {
  readonly eventId: string;
  readonly act: Extract<Act, { kind: 'request' | 'remove' }>;
  readonly detailType: 'Domain Requested' | 'Domain Removal Requested';
  readonly detail: object;
}

/** The executions that an event started, the oldest first: a redelivered event starts another one. */
export const executionsOf = ({ cloud }: Stage, { eventId }: Accepted): ExecutionView[] =>
  cloud.stepFunctions.executions().filter(({ input }) => (JSON.parse(input) as { id?: string }).id === eventId);

/** Whether the dead-letter queue keeps the event, whole. */
export function isDeadLetter({ cloud, deadLettersArn }: Stage, { eventId, detail }: Accepted): boolean {
  const messages = cloud.sqs.queue(deadLettersArn)?.messages() ?? [];
  return messages.some(({ body }) => {
    const event = JSON.parse(body) as { id?: string; detail?: unknown };
    return event.id === eventId && JSON.stringify(event.detail) === JSON.stringify(detail);
  });
}

/** Whether SNS was told of an execution. */
export const isTold = ({ cloud, topicArn }: Stage, executionArn: string): boolean =>
  cloud.sns.published(topicArn).some(({ message }) => message.includes(executionArn));
