import { z } from 'zod';
import type { ExecutionStatus } from '@aws-sdk/client-sfn';

/** One value of a metric, on the cloud's clock. */
export interface Datapoint {
  readonly at: number;
  readonly value: number;
}

/** The account's metrics: those that functions log, and those that the cloud itself measures. */
export interface Metrics {
  put(namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>, value: number): void;
  /** Records the metrics of a log line in the embedded metric format; any other line has none. */
  readLog(line: string): void;
  /** The values of exactly this metric, oldest first; those that come later are added to it. */
  datapoints(namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>): readonly Datapoint[];
}

/** Older values are dropped; this is more than any alarm evaluates (CloudWatch guide, "Alarm periods": seven days). */
const KEPT_DATAPOINTS = 20_000;

const embedded = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.looseObject({ Name: z.string() })),
      }),
    ),
  }),
});

/** @param now on the cloud's clock */
export function createMetrics(now: () => number): Metrics {
  const stored = new Map<string, Datapoint[]>();
  const keyOf = (namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>) =>
    JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);

  const datapointsOf = (namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>) => {
    const key = keyOf(namespace, metricName, dimensions);
    const datapoints = stored.get(key) ?? [];
    stored.set(key, datapoints);
    return datapoints;
  };

  const put: Metrics['put'] = (namespace, metricName, dimensions, value) => {
    const datapoints = datapointsOf(namespace, metricName, dimensions);
    datapoints.push({ at: now(), value });
    if (datapoints.length > KEPT_DATAPOINTS) datapoints.splice(0, KEPT_DATAPOINTS / 2);
  };

  return {
    put,
    readLog(line) {
      if (!line.startsWith('{"_aws"')) return;
      const parsed = embedded.safeParse(JSON.parse(line));
      if (!parsed.success) return;
      for (const { Namespace, Dimensions, Metrics } of parsed.data._aws.CloudWatchMetrics) {
        for (const { Name } of Metrics) {
          for (const value of [parsed.data[Name]].flat()) {
            for (const names of Dimensions) {
              const dimensions = Object.fromEntries(names.map((name) => [name, String(parsed.data[name])]));
              put(Namespace, Name, dimensions, Number(value));
            }
          }
        }
      }
    },
    datapoints: datapointsOf,
  };
}

/**
 * The metric of AWS/States that counts executions with this final status ("Monitoring Step Functions metrics using
 * CloudWatch").
 */
export const EXECUTION_METRIC: Readonly<Partial<Record<ExecutionStatus, string>>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};
