import { CHANNELS } from '../shared/domain/notification/channels';
import { anchorOf } from '../shared/domain/notification/message';
import { arnOf, kebabCase, ref, STACK, type Resource, type Value } from './template';

/** What an alarm watches, when it fires, and what people are notified of. */
interface Alarm {
  readonly description: string;
  /** The heading of the runbook that says what to do. */
  readonly section: string;
  /** Whether people are notified of its end too. */
  readonly notifiesEnd: boolean;
  readonly Properties: Readonly<Record<string, Value>>;
}

/** A metric of the service's own (shared/metrics.ts). */
const ownMetric = (MetricName: string) => ({
  Namespace: 'AcmAutopilot',
  MetricName,
  Dimensions: [
    { Name: 'service', Value: '${self:service}' },
    { Name: 'stack', Value: STACK },
  ],
  Statistic: 'Sum',
});

/** The sweep is not among them: it runs daily, and an alarm of its own watches it. */
const WORKFLOWS = ['SecureDomain', 'ReconcileCertificate', 'RetireDomain'];
const FAILURES = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];
const failedExecutions = [
  ...WORKFLOWS.flatMap((workflow) => FAILURES.map((MetricName) => ({ workflow, MetricName }))),
  // The tenth metric, and an alarm has no more: a rollback has nothing to wait for that could time out.
  { workflow: 'RollbackDomain', MetricName: 'ExecutionsFailed' },
].map(({ workflow, MetricName }, index) => ({
  Id: `m${index + 1}`,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/States',
      MetricName,
      Dimensions: [{ Name: 'StateMachineArn', Value: ref(workflow) }],
    },
    Period: 3600,
    Stat: 'Sum',
  },
}));

const ALARMS: Readonly<Record<string, Alarm>> = {
  DeadLetters: {
    description: 'An event could not be delivered and waits in the dead-letter queue',
    section: 'Dead letters',
    notifiesEnd: true,
    Properties: {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetters', 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  },

  // The sweep is the guarantee: when it does not run, lost events stay lost.
  NoSweep: {
    description: 'No sweep has succeeded for two days',
    section: 'No sweep',
    notifiesEnd: true,
    Properties: {
      ...ownMetric('SweepsSucceeded'),
      Period: 86400,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    },
  },

  // People are notified of each failed execution anyway, by itself or by the rule execution-ended. Three within an hour have a
  // cause in common. Its end is not notified: an hour without failures repairs none of the failed executions.
  ExecutionsFailing: {
    description: 'Three executions or more failed, timed out or were stopped within an hour',
    section: 'Executions failing',
    notifiesEnd: false,
    Properties: {
      Metrics: [
        {
          Id: 'sum',
          Label: 'Executions that failed, timed out or were stopped',
          Expression: 'SUM(FILL(METRICS(), 0))',
          ReturnData: true,
        },
        ...failedExecutions,
      ],
      EvaluationPeriods: 1,
      Threshold: 3,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // Step Functions puts no value when nothing ended so.
      TreatMissingData: 'notBreaching',
    },
  },

  // AWS's answers to the steps: the rates of Route 53 and ACM are the first that this service reaches. Throttled invocations and
  // transitions (AWS/Lambda Throttles, AWS/States ExecutionThrottled) are retried by AWS, and end as late or failed executions,
  // of which people are notified. Moments of it are normal in a bulk; a quarter of an hour without a pause is half as long as the
  // workflows keep trying.
  Throttled: {
    description: 'AWS has throttled this service for a quarter of an hour',
    section: 'ThrottledError',
    notifiesEnd: true,
    Properties: {
      ...ownMetric('ThrottledSteps'),
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
  },
};

const topics = Object.values(CHANNELS).map(({ topic }) => ref(topic));

/** A link to a section of the runbook, where the deployer has said where that is published; else its name. */
export const runbookLink = (section: string, name: string): Value => ({
  'Fn::If': ['HasRunbookUrl', { 'Fn::Sub': `\${RunbookUrl}#${anchorOf(section)}` }, name],
});

const alarm = (name: string, { description, section, notifiesEnd, Properties }: Alarm): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: `${STACK}-${kebabCase(name)}`,
    AlarmDescription: {
      'Fn::Sub': [`${description} (\${Runbook})`, { Runbook: runbookLink(section, `docs/runbook.md, "${section}"`) }],
    },
    ...Properties,
    AlarmActions: topics,
    ...(notifiesEnd && { OKActions: topics }),
  },
});

/** The alarms, each of which notifies every channel. */
export const alarms = {
  Resources: Object.fromEntries(Object.entries(ALARMS).map(([name, each]) => [`${name}Alarm`, alarm(name, each)])),
};

/** The ARN of each alarm. */
export const ALARM_ARNS: readonly Value[] = Object.keys(alarms.Resources).map(arnOf);
