import { AwsError } from '../aws-error';
import type { World } from '../world';
import { createMetrics, type Datapoint, type Metrics } from './metrics';

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const STATISTICS: Readonly<Record<Statistic, (values: readonly number[]) => number>> = {
  Average: (values) => sum(values) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: sum,
};

/** The comparison operators that are modelled: all except those for anomaly detection. */
export const COMPARISON_OPERATORS = Object.keys(COMPARISONS);

type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum';

/** A metric that an alarm watches. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/** The values of one such metric. */
interface Series {
  readonly datapoints: readonly Datapoint[];
  readonly statistic: Statistic;
}

/** The only math expression that is modelled: the sum of all metrics, where a metric without data counts as zero. */
export const SUM_OF_METRICS = 'SUM(FILL(METRICS(), 0))';

/** A metric alarm as in PutMetricAlarm; its actions are ARNs of topics. */
export interface Alarm {
  readonly alarmName: string;
  readonly description?: string | undefined;
  /** A single metric, or those that {@link SUM_OF_METRICS} adds up. */
  readonly metrics: readonly AlarmMetric[];
  /** How a period without data is treated; `missing` by default. */
  readonly treatMissingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing' | undefined;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

/** The state of an alarm; the initial one is INSUFFICIENT_DATA. */
export type AlarmState = 'ALARM' | 'INSUFFICIENT_DATA' | 'OK';

/** What CloudWatch needs of the cloud. */
export interface CloudWatchDependencies {
  /** The number of visible messages; undefined when there is no such queue. */
  visibleMessages(queueName: string): number | undefined;
  /** Notifies a topic on behalf of an alarm. */
  publish(alarmArn: string, topicArn: string, subject: string, message: string): void;
}

/**
 * Metrics and alarms. The metrics with data are those that functions log, the counts of ended executions in AWS/States,
 * and the count of visible messages in AWS/SQS.
 */
export interface CloudWatch extends Pick<Metrics, 'put' | 'readLog' | 'datapoints'> {
  /** @returns the alarm's ARN */
  putAlarm(alarm: Alarm): string;
  deleteAlarm(alarmName: string): void;
  alarmState(alarmName: string): AlarmState | undefined;
  /** @param body JSON that has been checked */
  putDashboard(name: string, body: string): void;
  deleteDashboard(name: string): void;
  /** The body of a dashboard. */
  dashboard(name: string): string | undefined;
}

function triggerOf(metrics: readonly AlarmMetric[]) {
  const named = metrics.map(({ metricName, namespace }) => ({ MetricName: metricName, Namespace: namespace }));
  return named.length === 1 ? named[0] : { Metrics: named };
}

/** Evaluates each alarm once per period, on the cloud's clock. */
export function createCloudWatch(world: World, dependencies: CloudWatchDependencies): CloudWatch {
  const { account, clock, region } = world;
  const metrics = createMetrics(() => clock.now());
  const alarms = new Map<string, Alarm>();
  const states = new Map<string, AlarmState>();
  const dashboards = new Map<string, string>();
  const arnOf = ({ alarmName }: Alarm) => `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;

  /** @returns whether the state has changed */
  const enter = (alarm: Alarm, state: AlarmState, reason: string): boolean => {
    const before = states.get(alarm.alarmName) ?? 'INSUFFICIENT_DATA';
    states.set(alarm.alarmName, state);
    if (before === state) return false;
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
      Trigger: { ...triggerOf(alarm.metrics), Threshold: alarm.threshold },
    };
    for (const topicArn of actions) {
      try {
        dependencies.publish(
          arnOf(alarm),
          topicArn,
          `${state}: "${alarm.alarmName}" in ${region}`,
          JSON.stringify(message),
        );
      } catch (error) {
        // A notification that the topic refuses is lost: CloudWatch does not retry.
        if (!(error instanceof AwsError)) throw error;
      }
    }
    return true;
  };

  const measure = ({ namespace, metricName, dimensions }: AlarmMetric) => {
    if (namespace !== 'AWS/SQS' || metricName !== 'ApproximateNumberOfMessagesVisible') return;
    const visible = dependencies.visibleMessages(dimensions['QueueName'] ?? '');
    if (visible !== undefined) metrics.put(namespace, metricName, dimensions, visible);
  };

  /** The statistic of the period that ended the given number of milliseconds ago; undefined without data. */
  const valueOf = ({ datapoints, statistic }: Series, length: number, ago: number) => {
    const end = clock.now() - ago;
    const from = datapoints.findLastIndex(({ at }) => at <= end - length) + 1;
    const to = datapoints.findLastIndex(({ at }) => at <= end) + 1;
    return to > from ? STATISTICS[statistic](datapoints.slice(from, to).map(({ value }) => value)) : undefined;
  };

  /** One value per period, the latest first; undefined for a period without data. */
  const periods = (alarm: Alarm, series: readonly Series[]) => {
    const length = alarm.periodSeconds * 1000;
    return Array.from({ length: alarm.evaluationPeriods }, (_, index) => {
      const values = series.map((each) => valueOf(each, length, index * length));
      const present = values.filter((value) => value !== undefined);
      return present.length > 0 ? sum(present) : undefined;
    });
  };

  const evaluate = (alarm: Alarm, series: readonly Series[]): boolean => {
    alarm.metrics.forEach(measure);
    const { threshold, comparisonOperator, treatMissingData = 'missing' } = alarm;
    const values = periods(alarm, series);
    const present = values.filter((value) => value !== undefined);
    // CloudWatch guide, "Configuring how CloudWatch alarms treat missing data".
    if (present.length === 0 && treatMissingData === 'ignore') return false;
    if (present.length === 0 && treatMissingData === 'missing') {
      return enter(alarm, 'INSUFFICIENT_DATA', 'Insufficient Data');
    }
    const breaches = values.filter((value) =>
      value === undefined
        ? treatMissingData === 'breaching'
        : (COMPARISONS[comparisonOperator]?.(value, threshold) ?? false),
    ).length;
    const reason = `Threshold Crossed: ${present[0] ?? 'no data'} against the threshold ${threshold} (${comparisonOperator}).`;
    return enter(alarm, breaches >= alarm.datapointsToAlarm ? 'ALARM' : 'OK', reason);
  };

  /** First after one period: earlier there is nothing to measure. */
  const watch = (alarm: Alarm, series: readonly Series[]) => {
    clock.setTimeout(() => {
      if (alarms.get(alarm.alarmName) !== alarm) return false;
      const hasChanged = evaluate(alarm, series);
      // Afterwards: a datapoint measured after the next evaluation was scheduled would count in two periods.
      watch(alarm, series);
      return hasChanged;
    }, alarm.periodSeconds * 1000);
  };

  return {
    putAlarm(alarm) {
      alarms.set(alarm.alarmName, alarm);
      states.set(alarm.alarmName, 'INSUFFICIENT_DATA');
      const series = alarm.metrics.map(({ namespace, metricName, dimensions, statistic }) => ({
        datapoints: metrics.datapoints(namespace, metricName, dimensions),
        statistic,
      }));
      watch(alarm, series);
      return arnOf(alarm);
    },
    deleteAlarm(alarmName) {
      alarms.delete(alarmName);
      states.delete(alarmName);
    },
    alarmState: (alarmName) => states.get(alarmName),
    put: metrics.put,
    putDashboard: (name, body) => void dashboards.set(name, body),
    deleteDashboard: (name) => void dashboards.delete(name),
    dashboard: (name) => dashboards.get(name),
    readLog: metrics.readLog,
    datapoints: metrics.datapoints,
  };
}
