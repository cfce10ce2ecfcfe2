import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { Call } from '../world';
import { throttleRates, type BucketRate } from './throttle-rates';

interface Bucket {
  readonly rate: BucketRate;
  tokens: number;
  filledAt: number;
}

/** Admits a call, or throws the service's throttling error. */
export type Throttle = (call: Call, input: unknown) => void;

/** Token buckets at AWS's published rates, on the cloud's clock. */
export function createThrottle(clock: Pick<Clock, 'now'>): Throttle {
  const bucketsOf = new Map(
    Object.entries(throttleRates).map(([signingName, { buckets }]) => [
      signingName,
      buckets.map((rate): Bucket => ({ rate, tokens: rate.burst, filledAt: clock.now() })),
    ]),
  );

  const refill = (bucket: Bucket) => {
    const seconds = (clock.now() - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(bucket.rate.burst, bucket.tokens + seconds * bucket.rate.perSecond);
    bucket.filledAt = clock.now();
  };

  return ({ service, operation }, input) => {
    const takes = (bucketsOf.get(service) ?? []).map((bucket) => {
      refill(bucket);
      return { bucket, cost: bucket.rate.cost(operation, input) };
    });
    if (takes.some(({ bucket, cost }) => cost > bucket.tokens))
      throw new AwsError(throttleRates[service]?.throttledCode ?? 'Throttling', 'Rate exceeded');
    for (const { bucket, cost } of takes) bucket.tokens -= cost;
  };
}
