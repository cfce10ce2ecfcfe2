import { asChatNotification } from '../../shared/domain/notification/chat-notification';
import { asEmail } from '../../shared/domain/notification/email';
import type { Message } from '../../shared/domain/notification/message';
import type { Deployment } from '../aws/deployment';

/** What Step Functions says of an execution that has ended. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string | undefined;
}

/** The message of which a topic's readers were not told when an execution ended, in the form that this topic's readers take. */
export function untoldMessage(
  ended: EndedExecution,
  topicArn: string,
  { chatTopicArn, runbookUrl }: Pick<Deployment, 'chatTopicArn' | 'runbookUrl'>,
): { readonly subject?: string; readonly body: string } {
  const message = messageOf(ended);
  return topicArn === chatTopicArn
    ? { body: JSON.stringify(asChatNotification(message, runbookUrl)) }
    : asEmail(message, runbookUrl);
}

/** arn:…:execution:<state machine>:<execution> is an execution of arn:…:stateMachine:<state machine> */
const stateMachineOf = (executionArn: string) => executionArn.replace(/:execution:([^:]+):.*$/, ':stateMachine:$1');

/** In the words of the rule that had to tell it (infrastructure/rules.yml). */
const messageOf = ({ executionArn, status, error }: EndedExecution): Message => ({
  severity: 'error',
  about: 'An execution',
  news: `ended as ${status} without telling why`,
  facts: [
    ['Workflow', stateMachineOf(executionArn)],
    ['Error', error ?? 'none'],
  ],
  whatToDo:
    'Open the execution, and fix what its last state shows. Emit the event again, or Sweep Requested: both are harmless.',
  details: [],
  name: 'Executions that could not tell',
  executionArn,
  threadId: executionArn,
  eventType: 'Execution Ended',
  resources: [executionArn],
});
