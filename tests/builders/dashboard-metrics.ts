import * as z from 'zod';

/** A metric on a dashboard; an undefined dimension value matches any value. */
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

/** Every metric in a dashboard body, including those in search expressions. */
export function dashboardMetrics(text: string): ShownMetric[] {
  return body.parse(JSON.parse(text)).widgets.flatMap((widget) => {
    if (widget.type !== 'metric') return [];
    let previous: string[] = [];
    return metricWidget.parse(widget).properties.metrics.flatMap((parts) => {
      const expression = parts.map((part) => (typeof part === 'string' ? undefined : part.expression)).find(Boolean);
      if (expression !== undefined) return searchedMetrics(expression);
      const names = parts.filter((part) => typeof part === 'string');
      const [first, ...others] = names;
      // Three dots repeat the leading parts of the previous metric.
      previous = first === '...' ? [...previous.slice(0, previous.length - others.length), ...others] : names;
      const [namespace = '', name = '', ...dimensions] = previous;
      return [{ metric: `${namespace}/${name}`, dimensions: pairs(dimensions) }];
    });
  });
}

function searchedMetrics(expression: string): ShownMetric[] {
  const [, schema, terms] = /^SEARCH\('\{([^}]+)\} (.+)', '\w+', \d+\)$/.exec(expression) ?? [];
  // Any other expression is metric math on the widget's other metrics.
  if (schema === undefined || terms === undefined) return [];
  const [namespace = '', ...names] = schema.split(',');
  const values = new Map([...terms.matchAll(/(\w+)="([^"]+)"/g)].map(([, name = '', value]) => [name, value]));
  const dimensions = Object.fromEntries(names.map((name) => [name, values.get(name)]));
  return [{ metric: `${namespace}/${values.get('MetricName') ?? ''}`, dimensions }];
}

const pairs = (names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name, n) => (n % 2 === 0 ? [[name, names[n + 1] ?? '']] : [])));
