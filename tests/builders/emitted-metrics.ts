/** A line in CloudWatch embedded metric format. */
interface Line extends Record<string, unknown> {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

/** A metric value that CloudWatch extracts from a line. */
export interface EmittedMetric {
  readonly metric: string;
  readonly value: unknown;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly timestamp: number;
}

/** Captures every metric that the code writes to standard output. */
export async function emittedMetrics(run: () => unknown): Promise<EmittedMetric[]> {
  process.env['POWERTOOLS_SERVICE_NAME'] = 'acm-autopilot';
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await run();
  } finally {
    write.mockRestore();
    delete process.env['POWERTOOLS_SERVICE_NAME'];
  }
  return text.split('\n').flatMap((line) => (line.startsWith('{"_aws"') ? metricsOf(JSON.parse(line) as Line) : []));
}

const metricsOf = (line: Line): EmittedMetric[] =>
  line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name, Unit }) =>
      Dimensions.map((names) => ({
        metric: `${Namespace}/${Name}`,
        value: line[Name],
        unit: Unit,
        dimensions: Object.fromEntries(names.map((name) => [name, line[name]])),
        timestamp: line._aws.Timestamp,
      })),
    ),
  );
