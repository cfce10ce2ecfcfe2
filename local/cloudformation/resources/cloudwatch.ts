import { z } from 'zod';
import { COMPARISON_OPERATORS } from '../../cloudwatch/cloudwatch';
import { dashboardBody } from '../../cloudwatch/dashboard-body';
import { isJson } from '../../is-json';
import { number, tags } from '../properties';
import { resourceType } from '../resource-type';

const topics = z.array(z.string().startsWith('arn:aws:sns:')).optional();

const dashboardText = z
  .string()
  .refine(isJson, 'The field DashboardBody must be a valid JSON object')
  .superRefine((text, { addIssue }) => {
    const body = dashboardBody.safeParse(isJson(text) ? JSON.parse(text) : {});
    if (!body.success)
      addIssue({ code: 'custom', message: `The dashboard body is invalid: ${z.prettifyError(body.error)}` });
  });

/** Dashboards, which are kept to be looked at, and alarms; those on a metric that the local CloudWatch does not have stay without data. */
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
  ),
  'AWS::CloudWatch::Alarm': resourceType(
    z.strictObject({
      AlarmName: z.string().optional(),
      AlarmDescription: z.string().optional(),
      AlarmActions: topics,
      OKActions: topics,
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
      Statistic: z.enum(['Average', 'Maximum', 'Minimum', 'Sum']),
      Period: number,
      EvaluationPeriods: number,
      DatapointsToAlarm: number.optional(),
      Threshold: number,
      ComparisonOperator: z.enum(COMPARISON_OPERATORS),
      TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
      Tags: tags.optional(),
    }),
    (properties, { cloudWatch, generatedName }) => {
      const alarmName = properties.AlarmName ?? generatedName;
      const arn = cloudWatch.putAlarm({
        alarmName,
        description: properties.AlarmDescription,
        namespace: properties.Namespace,
        metricName: properties.MetricName,
        dimensions: Object.fromEntries((properties.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
        statistic: properties.Statistic,
        treatMissingData: properties.TreatMissingData,
        periodSeconds: properties.Period,
        evaluationPeriods: properties.EvaluationPeriods,
        datapointsToAlarm: properties.DatapointsToAlarm ?? properties.EvaluationPeriods,
        threshold: properties.Threshold,
        comparisonOperator: properties.ComparisonOperator,
        alarmActions: properties.AlarmActions ?? [],
        okActions: properties.OKActions ?? [],
      });
      return { ref: alarmName, attributes: { Arn: arn } };
    },
  ),
};
