import { AwsError } from '../aws-error';
import type { World } from '../world';

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** The comparisons of an alarm that are modelled: all but those with anomaly detection. */
export const COMPARISON_OPERATORS = Object.keys(COMPARISONS);

/** A metric alarm, as PutMetricAlarm has it; the actions are ARNs of topics. */
export interface Alarm {
  readonly alarmName: string;
  readonly description?: string | undefined;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

/** An alarm begins with INSUFFICIENT_DATA. */
export type AlarmState = 'ALARM' | 'INSUFFICIENT_DATA' | 'OK';

/** Where the metric comes from, and how alarms are heard. */
export interface CloudWatchNeeds {
  /** The number of messages that a receiver would see; undefined when there is no such queue. */
  visibleMessages(queueName: string): number | undefined;
  /** Notifies a topic on behalf of an alarm. */
  publish(alarmArn: string, topicArn: string, subject: string, message: string): void;
}

/** Alarms on `AWS/SQS ApproximateNumberOfMessagesVisible`, the one metric there is: others stay without data. */
export interface CloudWatch {
  /** @returns the alarm's ARN */
  putAlarm(alarm: Alarm): string;
  alarmState(alarmName: string): AlarmState | undefined;
}

/** Evaluates each alarm once a period of its own, on the cloud's clock. */
export function createCloudWatch(world: World, needs: CloudWatchNeeds): CloudWatch {
  const { account, clock, region } = world;
  const states = new Map<string, AlarmState>();
  const arnOf = ({ alarmName }: Alarm) => `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;

  const valueOf = ({ namespace, metricName, dimensions }: Alarm) =>
    namespace === 'AWS/SQS' && metricName === 'ApproximateNumberOfMessagesVisible'
      ? needs.visibleMessages(dimensions['QueueName'] ?? '')
      : undefined;

  const enter = (alarm: Alarm, state: AlarmState, reason: string) => {
    const before = states.get(alarm.alarmName) ?? 'INSUFFICIENT_DATA';
    states.set(alarm.alarmName, state);
    if (before === state) return;
    const actions = { ALARM: alarm.alarmActions, OK: alarm.okActions, INSUFFICIENT_DATA: [] }[state];
    const message = {
      AlarmName: alarm.alarmName,
      AlarmDescription: alarm.description ?? null,
      AWSAccountId: account,
      NewStateValue: state,
      NewStateReason: reason,
      StateChangeTime: new Date(clock.now()).toISOString(),
      Region: region,
      AlarmArn: arnOf(alarm),
      OldStateValue: before,
      Trigger: { MetricName: alarm.metricName, Namespace: alarm.namespace, Threshold: alarm.threshold },
    };
    for (const topicArn of actions) {
      try {
        needs.publish(arnOf(alarm), topicArn, `${state}: "${alarm.alarmName}" in ${region}`, JSON.stringify(message));
      } catch (error) {
        // What a topic refuses is lost: CloudWatch does not try again.
        if (!(error instanceof AwsError)) throw error;
      }
    }
  };

  const watch = (alarm: Alarm) => {
    const breaches: boolean[] = [];
    const evaluate = () => {
      clock.setTimeout(evaluate, alarm.periodSeconds * 1000);
      const value = valueOf(alarm);
      if (value === undefined) return;
      breaches.push(COMPARISONS[alarm.comparisonOperator]?.(value, alarm.threshold) ?? false);
      if (breaches.length > alarm.evaluationPeriods) breaches.shift();
      const isBreached = breaches.filter(Boolean).length >= alarm.datapointsToAlarm;
      const reason = `Threshold Crossed: ${value} against the threshold ${alarm.threshold} (${alarm.comparisonOperator}).`;
      enter(alarm, isBreached ? 'ALARM' : 'OK', reason);
    };
    clock.setTimeout(evaluate, alarm.periodSeconds * 1000);
  };

  return {
    putAlarm(alarm) {
      states.set(alarm.alarmName, 'INSUFFICIENT_DATA');
      watch(alarm);
      return arnOf(alarm);
    },
    alarmState: (alarmName) => states.get(alarmName),
  };
}
