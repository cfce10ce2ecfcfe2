import { CHANNEL_NAMES, CHANNELS, type Publication } from '../../shared/domain/notification/channels';
import type { Message } from '../../shared/domain/notification/message';
import type { Deployment } from '../aws/deployment';

/** An execution that has ended, as Step Functions reports it. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string | undefined;
}

/** The notification that a topic missed when an execution ended, in the format of the topic's subscribers. */
export function missedNotification(
  ended: EndedExecution,
  topicArn: string,
  { topicArns, runbookUrl }: Pick<Deployment, 'topicArns' | 'runbookUrl'>,
): Publication {
  // A topic that belongs to no channel gets plain text.
  const channel = CHANNEL_NAMES.find((name) => topicArns[name] === topicArn) ?? 'mail';
  return CHANNELS[channel].format(messageOf(ended), runbookUrl);
}

/** arn:…:execution:<state machine>:<execution> is an execution of arn:…:stateMachine:<state machine> */
const stateMachineOf = (executionArn: string) => executionArn.replace(/:execution:([^:]+):.*$/, ':stateMachine:$1');

/** The same text as the rule's (infrastructure/channels.ts). */
const messageOf = ({ executionArn, status, error }: EndedExecution): Message => ({
  severity: 'error',
  about: 'An execution',
  headline: `ended as ${status} without a notification`,
  facts: [
    ['Workflow', stateMachineOf(executionArn)],
    ['Error', error ?? 'none'],
  ],
  whatToDo:
    'Open the execution, and fix what its last state shows. Emit the event again, or Sweep Requested: both are harmless.',
  details: [],
  name: 'Executions without a notification',
  executionArn,
  threadId: executionArn,
  eventType: 'Execution Ended',
  resources: [executionArn],
});
