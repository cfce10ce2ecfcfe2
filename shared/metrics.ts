import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isKnown } from './advice';
import { type Verdict, VERDICTS } from './domain/assessment/verdict';

/** The namespace of every metric of the service. */
const NAMESPACE = 'AcmAutopilot';

/** What a sweep measured. */
export interface SweepMeasures {
  /** The deployment. */
  readonly stack: string;
  readonly verdicts: Partial<Readonly<Record<Verdict, number>>>;
  /** Of the managed certificates in use; absent when there is none. */
  readonly minimumDaysToExpiry?: number | undefined;
  /** Since the sweep before; absent for the first. */
  readonly sweepAgeSeconds?: number | undefined;
}

/** Puts a sweep's metrics into the log, from where CloudWatch takes them (embedded metric format): no call, no permission. */
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

/** Counts an attempt of a step that AWS throttled: what the workflow retries in silence, an alarm must still see. */
export function putThrottledStep(stack: string): void {
  const one = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } }).singleMetric();
  one.addMetric('ThrottledSteps', MetricUnit.Count, 1);
}

/** Counts a domain that answers HTTPS, and how long it was since somebody asked for it, if the event says when that was. */
export function putDomainSecured(stack: string, secondsToSecured: number | undefined): void {
  const metrics = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } });
  metrics.addMetric('DomainsSecured', MetricUnit.Count, 1);
  if (secondsToSecured !== undefined) metrics.addMetric('TimeToSecured', MetricUnit.Seconds, secondsToSecured);
  metrics.publishStoredMetrics();
}

/** Counts a failed request, removal, sweep or step of keeping by the name of its error: `Other` for one that is not ours or AWS's. */
export function putFailure(stack: string, error: string): void {
  const one = new Metrics({ namespace: NAMESPACE, defaultDimensions: { stack } }).singleMetric();
  one.addDimension('error', isKnown(error) ? error : 'Other');
  one.addMetric('Failures', MetricUnit.Count, 1);
}
