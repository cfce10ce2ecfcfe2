import { VERDICTS } from '../../../shared/domain/verdict';
import { putSweepMetrics } from '../../../shared/metrics';

/** A line in CloudWatch's embedded metric format. */
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

beforeEach(() => (process.env['POWERTOOLS_SERVICE_NAME'] = 'acm-autopilot'));
afterEach(() => {
  delete process.env['POWERTOOLS_SERVICE_NAME'];
  jest.restoreAllMocks();
});

/** What the code prints, line by line. */
function printed(measures: Partial<Parameters<typeof putSweepMetrics>[0]> = {}): Line[] {
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  putSweepMetrics({ stack: 'acm-autopilot-prod', verdicts: {}, ...measures });
  write.mockRestore();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}

/** Each metric as CloudWatch takes it from a line: `Name unit=value {dimensions}`. */
const taken = (lines: readonly Line[]) =>
  lines.flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.map(({ Name, Unit }) => ({
        metric: `${Namespace}/${Name}`,
        value: line[Name],
        unit: Unit,
        dimensions: Dimensions.map((names) => Object.fromEntries(names.map((name) => [name, line[name]]))),
      })),
    ),
  );

const DEPLOYMENT = { service: 'acm-autopilot', stack: 'acm-autopilot-prod' };

it('prints the sweep’s own metrics by deployment', () => {
  const [first] = printed({ minimumDaysToExpiry: -3, sweepAgeSeconds: 86_412.5 });
  expect(taken(first ? [first] : [])).toEqual([
    { metric: 'AcmAutopilot/SweepsSucceeded', value: 1, unit: 'Count', dimensions: [DEPLOYMENT] },
    { metric: 'AcmAutopilot/MinimumDaysToExpiry', value: -3, unit: 'Count', dimensions: [DEPLOYMENT] },
    { metric: 'AcmAutopilot/SweepAge', value: 86_412.5, unit: 'Seconds', dimensions: [DEPLOYMENT] },
  ]);
  expect(Math.abs((first?._aws.Timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
});

it('prints how many certificates have each verdict, none included', () => {
  const verdicts: Parameters<typeof putSweepMetrics>[0]['verdicts'] = { healthy: 12, blocked: 1 };
  const [, ...others] = printed({ verdicts });
  expect(taken(others)).toEqual(
    VERDICTS.map((verdict) => ({
      metric: 'AcmAutopilot/Certificates',
      value: verdicts[verdict] ?? 0,
      unit: 'Count',
      dimensions: [{ ...DEPLOYMENT, verdict }],
    })),
  );
});

it('prints no measure that there is none of', () => {
  const names = taken(printed()).map(({ metric }) => metric);
  expect(names).not.toContain('AcmAutopilot/MinimumDaysToExpiry');
  expect(names).not.toContain('AcmAutopilot/SweepAge');
  expect(names).toContain('AcmAutopilot/SweepsSucceeded');
});
