import { z } from 'zod';

const stat = z.string().regex(/^(Average|Minimum|Maximum|Sum|SampleCount|p\d{1,2}(\.\d+)?)$/, 'no statistic');
const period = z.union([z.literal([1, 5, 10, 30]), z.int().multipleOf(60).positive()]);
const axis = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  label: z.string().optional(),
  showUnits: z.boolean().optional(),
});

/** How a metric of the array is rendered. */
const rendering = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]\w{0,254}$/, 'an id begins with a lower-case letter')
    .optional(),
  expression: z.string().min(1).optional(),
  label: z.string().optional(),
  color: z
    .string()
    .regex(/^#[\da-f]{6}$/i)
    .optional(),
  period: period.optional(),
  stat: stat.optional(),
  visible: z.boolean().optional(),
  yAxis: z.enum(['left', 'right']).optional(),
});
type Rendering = z.infer<typeof rendering>;

/**
 * Namespace, name, then pairs of dimensions; `.` repeats one part of the previous metric, `...` all leading parts that
 * are not given.
 */
const metric = z
  .array(z.union([z.string().min(1), rendering]))
  .min(1)
  .superRefine((parts, { addIssue }) => {
    const names = parts.filter((part) => typeof part === 'string');
    const refuse = (message: string) => addIssue({ code: 'custom', message });
    if (parts.slice(0, -1).some((part) => typeof part !== 'string')) refuse('what renders a metric comes last in it');
    const isExpression = (parts.at(-1) as Rendering).expression !== undefined;
    if (isExpression) {
      if (names.length > 0) refuse('an expression has no namespace');
    } else if (names[0] !== '...' && (names.length < 2 || names.length % 2 !== 0)) {
      refuse('a metric has a namespace, a name, and dimensions in pairs');
    }
  });

const place = {
  x: z.int().min(0).max(23).optional(),
  y: z.int().min(0).optional(),
  width: z.int().min(1).max(24).optional(),
  height: z.int().min(1).max(1_000).optional(),
};
const title = z.string().optional();

const widget = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), ...place, properties: z.strictObject({ markdown: z.string().min(1) }) }),
  z.strictObject({
    type: z.literal('alarm'),
    ...place,
    properties: z.strictObject({
      title,
      alarms: z.array(z.string().regex(/^arn:aws:cloudwatch:.+:alarm:.+$/)).max(100),
    }),
  }),
  z.strictObject({
    type: z.literal('metric'),
    ...place,
    properties: z.strictObject({
      title,
      region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'no Region'),
      metrics: z.array(metric).min(1).max(500),
      view: z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie']).optional(),
      stacked: z.boolean().optional(),
      sparkline: z.boolean().optional(),
      period: period.optional(),
      stat: stat.optional(),
      yAxis: z.strictObject({ left: axis.optional(), right: axis.optional() }).optional(),
    }),
  }),
]);

/**
 * The body of a dashboard (CloudWatch API reference, "Dashboard body structure and syntax"), as far as it is modelled.
 * CloudWatch ignores unknown properties and shows less than intended; here they are refused.
 */
export const dashboardBody = z.strictObject({
  start: z
    .string()
    .regex(/^-P(T?\d+[MHDW])+$/)
    .optional(),
  periodOverride: z.enum(['auto', 'inherit']).optional(),
  widgets: z.array(widget).max(500),
});
