import { z } from 'zod';
import { COMPARISON_OPERATORS, SUM_OF_METRICS, type AlarmMetric } from '../../cloudwatch/cloudwatch';
import { dashboardBody } from '../../cloudwatch/dashboard-body';
import { isJson } from '../../json';
import { boolean, number, resourceType, tags } from '../resource-type';
import { validationError } from '../template';

const topics = z.array(z.string().startsWith('arn:aws:sns:')).optional();

const dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional();
const statistic = z.enum(['Average', 'Maximum', 'Minimum', 'Sum']);

/** A metric of an alarm on a math expression, or the expression itself. */
const query = z.strictObject({
  Id: z.string(),
  Label: z.string().optional(),
  ReturnData: boolean.optional(),
  Expression: z.literal(SUM_OF_METRICS).optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
      Period: number,
      Stat: statistic,
    })
    .optional(),
});
type Query = z.infer<typeof query>;

/** "Up to 10 metrics" ("Creating an alarm based on a metric math expression"). */
const MOST_METRICS = 10;

const properties = z
  .strictObject({
    AlarmName: z.string().optional(),
    AlarmDescription: z.string().optional(),
    AlarmActions: topics,
    OKActions: topics,
    Metrics: z.array(query).optional(),
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: dimensions,
    Statistic: statistic.optional(),
    Period: number.optional(),
    EvaluationPeriods: number,
    DatapointsToAlarm: number.optional(),
    Threshold: number,
    ComparisonOperator: z.enum(COMPARISON_OPERATORS),
    TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
    Tags: tags.optional(),
  })
  .refine(({ Metrics, MetricName }) => !Metrics !== !MetricName, {
    error: 'exactly one of Metrics and MetricName is needed',
  });

const dashboardText = z
  .string()
  .refine(isJson, 'The field DashboardBody must be a valid JSON object')
  .superRefine((text, { addIssue }) => {
    const body = dashboardBody.safeParse(isJson(text) ? JSON.parse(text) : {});
    if (!body.success)
      addIssue({ code: 'custom', message: `The dashboard body is invalid: ${z.prettifyError(body.error)}` });
  });

/** Dashboards, which are only stored, and alarms; an alarm on a metric that is not modelled has no data. */
export const cloudWatchTypes = {
  'AWS::CloudWatch::Dashboard': resourceType(
    z.strictObject({
      DashboardName: z
        .string()
        .regex(/^[\w-]{1,255}$/)
        .optional(),
      DashboardBody: dashboardText,
    }),
    ({ DashboardName, DashboardBody }, { cloudWatch, generatedName }) => {
      const name = DashboardName ?? generatedName;
      cloudWatch.putDashboard(name, DashboardBody);
      return { ref: name, attributes: {} };
    },
    { remove: ({ ref }, { cloudWatch }) => cloudWatch.deleteDashboard(ref) },
  ),
  'AWS::CloudWatch::Alarm': resourceType(
    properties,
    (given, { cloudWatch, generatedName }) => {
      const alarmName = given.AlarmName ?? generatedName;
      const { metrics, periodSeconds } = given.Metrics ? addedUp(given.Metrics) : single(given);
      const arn = cloudWatch.putAlarm({
        alarmName,
        description: given.AlarmDescription,
        metrics,
        treatMissingData: given.TreatMissingData,
        periodSeconds,
        evaluationPeriods: given.EvaluationPeriods,
        datapointsToAlarm: given.DatapointsToAlarm ?? given.EvaluationPeriods,
        threshold: given.Threshold,
        comparisonOperator: given.ComparisonOperator,
        alarmActions: given.AlarmActions ?? [],
        okActions: given.OKActions ?? [],
      });
      return { ref: alarmName, attributes: { Arn: arn } };
    },
    { remove: ({ ref }, { cloudWatch }) => cloudWatch.deleteAlarm(ref) },
  ),
};

interface Measured {
  readonly metrics: readonly AlarmMetric[];
  readonly periodSeconds: number;
}

function single({ Namespace, MetricName, Dimensions, Statistic, Period }: z.infer<typeof properties>): Measured {
  if (!Namespace || !MetricName || !Statistic || !Period) {
    throw validationError('an alarm on one metric needs Namespace, MetricName, Statistic and Period');
  }
  const metric = { namespace: Namespace, metricName: MetricName, dimensions: named(Dimensions), statistic: Statistic };
  return { metrics: [metric], periodSeconds: Period };
}

function addedUp(queries: readonly Query[]): Measured {
  const [expression, ...others] = queries.filter(({ Expression }) => Expression);
  const stats = queries.flatMap(({ MetricStat, ReturnData }) => (MetricStat ? [{ ...MetricStat, ReturnData }] : []));
  const [first] = stats;
  const isSound =
    expression &&
    others.length === 0 &&
    first &&
    stats.length <= MOST_METRICS &&
    stats.every(({ Period, ReturnData }) => Period === first.Period && ReturnData === false);
  if (!isSound) {
    throw validationError(
      `the local cloud models Metrics as one Expression and 1 to ${MOST_METRICS} metrics of one Period with ReturnData false`,
    );
  }
  const metrics = stats.map(({ Metric, Stat }) => ({
    namespace: Metric.Namespace,
    metricName: Metric.MetricName,
    dimensions: named(Metric.Dimensions),
    statistic: Stat,
  }));
  return { metrics, periodSeconds: first.Period };
}

const named = (pairs: z.infer<typeof dimensions>) =>
  Object.fromEntries((pairs ?? []).map(({ Name, Value }) => [Name, Value]));
