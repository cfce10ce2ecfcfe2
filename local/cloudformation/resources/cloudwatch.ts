import { z } from 'zod';
import { COMPARISON_OPERATORS } from '../../cloudwatch/cloudwatch';
import { number, tags } from '../properties';
import { resourceType } from '../resource-type';

const topics = z.array(z.string().startsWith('arn:aws:sns:')).optional();

/** Alarms; those on a metric that the local CloudWatch does not have stay without data. */
export const cloudWatchTypes = {
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
