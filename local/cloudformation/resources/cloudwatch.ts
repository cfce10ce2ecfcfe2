import { z } from 'zod';
import { boolean, number, tags } from '../properties';
import { resourceType } from '../resource-type';

const arns = z.array(z.string()).optional();

// Alarms are kept with the stack; there are no metrics to evaluate them on.
export const cloudWatchTypes = {
  'AWS::CloudWatch::Alarm': resourceType(
    z.strictObject({
      AlarmName: z.string().optional(),
      AlarmDescription: z.string().optional(),
      ActionsEnabled: boolean.optional(),
      AlarmActions: arns,
      OKActions: arns,
      InsufficientDataActions: arns,
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
      Statistic: z.enum(['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']).optional(),
      ExtendedStatistic: z.string().optional(),
      Period: number,
      EvaluationPeriods: number,
      DatapointsToAlarm: number.optional(),
      Threshold: number,
      ComparisonOperator: z.string(),
      TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
      Unit: z.string().optional(),
      Tags: tags.optional(),
    }),
    ({ AlarmName }, { generatedName, world }) => {
      const ref = AlarmName ?? generatedName;
      return { ref, attributes: { Arn: `arn:aws:cloudwatch:${world.region}:${world.account}:alarm:${ref}` } };
    },
  ),
};
