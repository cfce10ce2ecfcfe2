import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isKnownError } from './advice';
import { type Verdict, VERDICTS } from './domain/assessment/verdict';

/** The namespace of every metric of the service. */
const NAMESPACE = 'AcmAutopilot';

/** The measurements of a sweep. */
export interface SweepMeasures {
  /** The deployment. */
  readonly stack: string;
  readonly verdicts: Partial<Readonly<Record<Verdict, number>>>;
  /** Of the managed certificates in use; absent when there are none. */
  readonly minimumDaysToExpiry?: number | undefined;
  /** Since the previous sweep; absent for the first one. */
  readonly sweepAgeSeconds?: number | undefined;
}

/** Emits the metrics of a sweep through the log (CloudWatch embedded metric format), which needs no call and no permission. */
export function putSweepMetrics({ stack, verdicts, minimumDaysToExpiry, sweepAgeSeconds }: SweepMeasures): void {
  const metrics = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } });
  metrics.addMetric('SweepsSucceeded', MetricUnit.Count, 1);
  if (minimumDaysToExpiry !== undefined) {
    metrics.addMetric('MinimumDaysToExpiry', MetricUnit.Count, minimumDaysToExpiry);
  }
  if (sweepAgeSeconds !== undefined) metrics.addMetric('SweepAge', MetricUnit.Seconds, sweepAgeSeconds);
  metrics.publishStoredMetrics();
  for (const verdict of VERDICTS) {
    const one = metrics.singleMetric();
    one.addDimension('verdict', verdict);
    one.addMetric('Certificates', MetricUnit.Count, verdicts[verdict] ?? 0);
  }
}

/** Counts a throttled attempt of a step, so that an alarm sees what the workflow retries silently. */
export function putThrottledStep(stack: string): void {
  const one = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } }).singleMetric();
  one.addMetric('ThrottledSteps', MetricUnit.Count, 1);
}

/** Counts a secured domain, and measures the time since its request when the event has one. */
export function putDomainSecured(stack: string, secondsToSecured: number | undefined): void {
  const metrics = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } });
  metrics.addMetric('DomainsSecured', MetricUnit.Count, 1);
  if (secondsToSecured !== undefined) metrics.addMetric('TimeToSecured', MetricUnit.Seconds, secondsToSecured);
  metrics.publishStoredMetrics();
}

/** Counts a failed request, removal, reconciliation or sweep by error name; `Other` for an unknown error. */
export function putFailure(stack: string, error: string): void {
  const one = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } }).singleMetric();
  one.addDimension('error', isKnownError(error) ? error : 'Other');
  one.addMetric('Failures', MetricUnit.Count, 1);
}
