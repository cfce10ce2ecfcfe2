import { lowerBound } from '../../bench/lower-bound';
import { workflows } from '../../workflows/workflows';

const DOMAINS = 1_000;
/** At least the calls of one certificate, and up to twice as many (tests/e2e/one-event-becomes-https.test.ts counts them). */
const ASKED = [
  { service: 'route53', operation: 'ListResourceRecordSets', times: 8 * DOMAINS },
  { service: 'acm', operation: 'RequestCertificate', times: DOMAINS },
  { service: 'acm', operation: 'DescribeCertificate', times: 5 * DOMAINS },
  { service: 'elasticloadbalancing', operation: 'DescribeListeners', times: 6 * DOMAINS },
  { service: 'elasticloadbalancing', operation: 'AddListenerCertificates', times: DOMAINS },
];

/** How long a retrier retries: FULL jitter waits half of each interval on average. */
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

it.each(tasks)(
  `%s retries for twice the time that AWS throttling takes for ${DOMAINS} concurrent domains`,
  (_name, retriers) => {
    for (const error of ['ThrottledError', 'Lambda.TooManyRequestsException']) {
      const retrier = retriers.find(({ ErrorEquals }) => ErrorEquals.includes(error));
      expect(patienceSeconds(retrier ?? { MaxAttempts: 0 })).toBeGreaterThan(2 * lowerBound(ASKED).seconds);
    }
  },
);
