import { VERDICTS } from '../../../shared/domain/assessment/verdict';
import { putDomainSecured, putFailure, putSweepMetrics, type SweepMeasures } from '../../../shared/metrics';
import { emittedMetrics } from '../../builders/emitted-metrics';

const STACK = 'acm-autopilot-prod';
const DEPLOYMENT = { service: 'acm-autopilot', stack: STACK };
const timestamp = expect.any(Number);

const swept = (measures: Partial<SweepMeasures> = {}) =>
  emittedMetrics(() => putSweepMetrics({ stack: STACK, verdicts: {}, ...measures }));

it('emits the metrics of a sweep by deployment', async () => {
  const own = (await swept({ minimumDaysToExpiry: -3, sweepAgeSeconds: 86_412.5 })).slice(0, 3);
  expect(own).toEqual([
    { metric: 'AcmAutopilot/SweepsSucceeded', value: 1, unit: 'Count', dimensions: DEPLOYMENT, timestamp },
    { metric: 'AcmAutopilot/MinimumDaysToExpiry', value: -3, unit: 'Count', dimensions: DEPLOYMENT, timestamp },
    { metric: 'AcmAutopilot/SweepAge', value: 86_412.5, unit: 'Seconds', dimensions: DEPLOYMENT, timestamp },
  ]);
  expect(Math.abs((own[0]?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
});

it('emits the number of certificates with each verdict, zero included', async () => {
  const verdicts: SweepMeasures['verdicts'] = { healthy: 12, blocked: 1 };
  const [, ...others] = await swept({ verdicts });
  expect(others).toEqual(
    VERDICTS.map((verdict) => ({
      metric: 'AcmAutopilot/Certificates',
      value: verdicts[verdict] ?? 0,
      unit: 'Count',
      dimensions: { ...DEPLOYMENT, verdict },
      timestamp,
    })),
  );
});

it('omits absent measurements', async () => {
  const names = (await swept()).map(({ metric }) => metric);
  expect(names).not.toContain('AcmAutopilot/MinimumDaysToExpiry');
  expect(names).not.toContain('AcmAutopilot/SweepAge');
  expect(names).toContain('AcmAutopilot/SweepsSucceeded');
});

it.each([
  [93.5, ['DomainsSecured 1 Count', 'TimeToSecured 93.5 Seconds']],
  [undefined, ['DomainsSecured 1 Count']],
])('emits a secured domain, and the %s seconds that it took', async (seconds, expected) => {
  const emitted = await emittedMetrics(() => putDomainSecured(STACK, seconds));
  expect(emitted.map(({ metric, value, unit }) => `${metric.split('/')[1]} ${String(value)} ${unit}`)).toEqual(
    expected,
  );
  for (const { dimensions } of emitted) expect(dimensions).toEqual(DEPLOYMENT);
});

it.each([
  ['DelegationError', 'DelegationError'],
  ['States.Timeout', 'States.Timeout'],
  ['a name that anybody could make up', 'Other'],
  ['toString', 'Other'],
])('counts the failure %j as %s', async (error, counted) => {
  const dimensions = { ...DEPLOYMENT, error: counted };
  expect(await emittedMetrics(() => putFailure(STACK, error))).toEqual([
    { metric: 'AcmAutopilot/Failures', value: 1, unit: 'Count', dimensions, timestamp },
  ]);
});
