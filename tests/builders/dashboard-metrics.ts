import * as z from 'zod';

/** A metric that a dashboard shows: a value of undefined stands for any. */
export interface ShownMetric {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string | undefined>>;
}

const rendering = z.looseObject({ expression: z.string().optional() });
const metricWidget = z.looseObject({
  type: z.literal('metric'),
  properties: z.looseObject({ metrics: z.array(z.array(z.union([z.string(), rendering]))) }),
});
const body = z.looseObject({ widgets: z.array(z.looseObject({ type: z.string() })) });

/** Every metric of a dashboard's body, those that it searches for among them. */
export function dashboardMetrics(text: string): ShownMetric[] {
  return body.parse(JSON.parse(text)).widgets.flatMap((widget) => {
    if (widget.type !== 'metric') return [];
    let above: string[] = [];
    return metricWidget.parse(widget).properties.metrics.flatMap((parts) => {
      const expression = parts.map((part) => (typeof part === 'string' ? undefined : part.expression)).find(Boolean);
      if (expression !== undefined) return searchedFor(expression);
      const names = parts.filter((part) => typeof part === 'string');
      const [first, ...others] = names;
      // Three dots stand for all that is not given, from the left.
      above = first === '...' ? [...above.slice(0, above.length - others.length), ...others] : names;
      const [namespace = '', name = '', ...dimensions] = above;
      return [{ metric: `${namespace}/${name}`, dimensions: pairs(dimensions) }];
    });
  });
}

function searchedFor(expression: string): ShownMetric[] {
  const [, schema, terms] = /^SEARCH\('\{([^}]+)\} (.+)', '\w+', \d+\)$/.exec(expression) ?? [];
  // Anything else is arithmetic on the metrics beside it.
  if (schema === undefined || terms === undefined) return [];
  const [namespace = '', ...names] = schema.split(',');
  const values = new Map([...terms.matchAll(/(\w+)="([^"]+)"/g)].map(([, name = '', value]) => [name, value]));
  const dimensions = Object.fromEntries(names.map((name) => [name, values.get(name)]));
  return [{ metric: `${namespace}/${values.get('MetricName') ?? ''}`, dimensions }];
}

const pairs = (names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name, n) => (n % 2 === 0 ? [[name, names[n + 1] ?? '']] : [])));
