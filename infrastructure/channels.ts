import type { ChatNotification } from '../shared/domain/notification/chat-notification';
import { CHANNEL_NAMES, CHANNELS, topicOutput, type ChannelName } from '../shared/domain/notification/channels';
import { ALARM_ARNS, runbookLink } from './alarms';
import { arnOf, kebabCase, ref, STACK, type Resource } from './template';

/** What the stack makes for a channel besides its topic. */
interface Subscribers {
  /** What the output with the topic's ARN is for. */
  readonly use: string;
  /** What the stack itself subscribes to the topic. */
  readonly resources?: Readonly<Record<string, Resource>>;
  /** What they are sent of an execution that ended without notifying anybody, with EventBridge's `<…>` of EXECUTION_ENDED. */
  readonly executionEnded: string;
}

/** Of the event "Step Functions Execution Status Change". */
const EXECUTION_ENDED = {
  workflow: '$.detail.stateMachineArn',
  status: '$.detail.status',
  execution: '$.detail.executionArn',
  error: '$.detail.error',
  region: '$.region',
};

/** None of the values that EventBridge puts in has a quotation mark. */
const CHAT_EXECUTION_ENDED: ChatNotification = {
  version: '1.0',
  source: 'custom',
  content: {
    textType: 'client-markdown',
    title: '❌ Error: an execution ended as <status> without a notification',
    description: [
      '*Workflow* `<workflow>`\n*Error* `<error> `\n',
      'Execution: https://<region>.console.aws.amazon.com/states/home?region=<region>#/v2/executions/details/<execution>',
      'Runbook: ${Runbook}',
    ].join('\n'),
    nextSteps: [
      'Open the execution, and fix what its last state shows.',
      'Emit the event again, or Sweep Requested: both are harmless.',
    ],
    keywords: ['error', '<status>'],
  },
  metadata: {
    threadId: '<execution>',
    summary: 'An execution ended as <status> without a notification',
    eventType: 'Execution Ended',
    relatedResources: ['<execution>'],
    additionalContext: { severity: 'error' },
  },
};

/** JSON in ASCII: CloudFormation does not keep every other character. */
const asciiJson = (value: unknown) =>
  JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const SUBSCRIBERS: Readonly<Record<ChannelName, Subscribers>> = {
  mail: {
    use: 'Subscribe to be notified of failures, and of their end',
    resources: {
      NotificationsSubscription: {
        Type: 'AWS::SNS::Subscription',
        Condition: 'HasNotificationEmail',
        Properties: {
          TopicArn: ref(CHANNELS.mail.topic),
          Protocol: 'email',
          Endpoint: ref('NotificationEmail'),
        },
      },
    },
    executionEnded: asciiJson(
      'Error: an execution of the workflow <workflow> ended as <status> (<error>) without a notification. ' +
        'What to do: open the execution, fix what its last state shows, and emit the event again, or Sweep Requested; both are harmless. ' +
        'Execution: <execution> ' +
        'Runbook: ${Runbook}',
    ),
  },
  // Who reads it is set up by hand, for a workspace has to be authorised by its owner (docs/chat.md).
  chat: {
    use: 'The same for Amazon Q Developer in chat applications (docs/chat.md)',
    executionEnded: asciiJson(CHAT_EXECUTION_ENDED),
  },
};

const TOPICS = CHANNEL_NAMES.map((channel) => ({ ...CHANNELS[channel], ...SUBSCRIBERS[channel], channel }));

const policyOf = (topic: string): Resource => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [ref(topic)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        // No source condition: EventBridge does not support one for an encrypted topic, and delivery would fail
        // (SNS developer guide, "Key management").
        {
          Sid: 'ExecutionEnds',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref(topic),
        },
        // Alarms need no form of their own: mail shows their text, and Amazon Q knows CloudWatch's JSON.
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref(topic),
          Condition: { ArnEquals: { 'aws:SourceArn': ALARM_ARNS } },
        },
      ],
    },
  },
});

/** The topic of each channel, who may publish to it without a role, and what is subscribed. */
export const channels = {
  Resources: Object.assign(
    {},
    ...TOPICS.map(({ topic, resources }) => ({
      [topic]: {
        Type: 'AWS::SNS::Topic',
        Properties: { TopicName: `${STACK}-${kebabCase(topic)}`, KmsMasterKeyId: ref('NotificationsKey') },
      },
      [`${topic}Policy`]: policyOf(topic),
      ...resources,
    })),
  ) as Readonly<Record<string, Resource>>,
  Outputs: Object.fromEntries(
    TOPICS.map(({ channel, topic, use }) => [topicOutput(channel), { Description: use, Value: ref(topic) }]),
  ),
};

/** The targets of the rule execution-ended (rules.yml): every channel. */
export const executionEndedTargets = TOPICS.map(({ topic, executionEnded }) => ({
  Id: kebabCase(topic),
  Arn: ref(topic),
  DeadLetterConfig: { Arn: arnOf('DeadLetters') },
  InputTransformer: {
    InputPathsMap: EXECUTION_ENDED,
    InputTemplate: {
      // No quotation marks: the template has its own.
      'Fn::Sub': [
        executionEnded,
        {
          Runbook: runbookLink(
            'Executions without a notification',
            'docs/runbook.md, Executions without a notification',
          ),
        },
      ],
    },
  },
}));
