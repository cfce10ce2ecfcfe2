import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import type { Action } from './scenario';
import type { Environment } from './environment';

/** An event that the bus accepted, with the action that emitted it. */
export interface AcceptedEvent {
  readonly eventId: string;
  readonly action: Extract<Action, { kind: 'request' | 'remove' }>;
  readonly detailType: 'Domain Requested' | 'Domain Removal Requested';
  readonly detail: object;
}

/** The executions that an event started, oldest first: a redelivered event starts another one. */
export const executionsOf = ({ cloud }: Environment, { eventId }: AcceptedEvent): ExecutionView[] =>
  cloud.stepFunctions.executions().filter(({ input }) => (JSON.parse(input) as { id?: string }).id === eventId);

/** Whether the dead-letter queue has the whole event. */
export function isDeadLetter({ cloud, deadLettersArn }: Environment, { eventId, detail }: AcceptedEvent): boolean {
  const messages = cloud.sqs.queue(deadLettersArn)?.messages() ?? [];
  return messages.some(({ body }) => {
    const event = JSON.parse(body) as { id?: string; detail?: unknown };
    return event.id === eventId && JSON.stringify(event.detail) === JSON.stringify(detail);
  });
}

/** Whether a notification named the execution. */
export const isNotified = ({ cloud, topicArn }: Environment, executionArn: string): boolean =>
  cloud.sns.published(topicArn).some(({ message }) => message.includes(executionArn));
