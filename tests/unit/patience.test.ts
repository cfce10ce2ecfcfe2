import { lowerBound } from '../../bench/lower-bound';
import { workflows } from '../../workflows/workflows';

const DOMAINS = 1_000;
/** At least what one certificate asks of AWS, and up to twice as much (tests/e2e/one-event-becomes-https.test.ts counts). */
const ASKED = [
  { service: 'route53', operation: 'ListResourceRecordSets', times: 8 * DOMAINS },
  { service: 'acm', operation: 'RequestCertificate', times: DOMAINS },
  { service: 'acm', operation: 'DescribeCertificate', times: 5 * DOMAINS },
  { service: 'elasticloadbalancing', operation: 'DescribeListeners', times: 6 * DOMAINS },
  { service: 'elasticloadbalancing', operation: 'AddListenerCertificates', times: DOMAINS },
];

/** How long a retrier goes on: FULL jitter waits half of each interval on average. */
function patienceSeconds({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, MaxAttempts = 3 }) {
  let seconds = 0;
  for (let attempt = 0; attempt < MaxAttempts; attempt += 1) {
    seconds += Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds) / 2;
  }
  return seconds;
}

const tasks = Object.entries(workflows['secure-domain'].States)
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name, { Retry }]) => [name, Retry ?? []] as const);

it.each(tasks)(`%s outlasts twice the time in which AWS lets ${DOMAINS} domains at once pass`, (_name, retriers) => {
  for (const error of ['ThrottledError', 'Lambda.TooManyRequestsException']) {
    const retrier = retriers.find(({ ErrorEquals }) => ErrorEquals.includes(error));
    expect(patienceSeconds(retrier ?? { MaxAttempts: 0 })).toBeGreaterThan(2 * lowerBound(ASKED).seconds);
  }
});
