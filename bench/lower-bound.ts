import { throttleRates } from 'local-aws/wire/throttle-rates';

/** So many calls of one operation; the input matters only where AWS counts what is in it. */
export interface PlannedCalls {
  /** The signing name, as in the published rates. */
  readonly service: string;
  readonly operation: string;
  readonly times: number;
  readonly input?: unknown;
}

/** The least time that calls need, and which published rate makes it so. */
export interface LowerBound {
  readonly seconds: number;
  /** Such as `route53 10/s`; empty when every call fits into a burst. */
  readonly limit: string;
}

/**
 * The least time in which AWS's published rates let these calls pass when nothing else is asked meanwhile: of each bucket,
 * what its burst does not cover, at the pace at which it fills; of these, the longest.
 */
export function lowerBound(planned: readonly PlannedCalls[]): LowerBound {
  const bounds = Object.entries(throttleRates).flatMap(([service, { buckets }]) =>
    buckets.map(({ burst, perSecond, cost }): LowerBound => {
      const ours = planned.filter((calls) => calls.service === service);
      const tokens = ours.reduce((sum, { operation, input, times }) => sum + cost(operation, input) * times, 0);
      return { seconds: Math.max(tokens - burst, 0) / perSecond, limit: `${service} ${perSecond}/s` };
    }),
  );
  const none: LowerBound = { seconds: 0, limit: '' };
  return bounds.reduce((longest, bound) => (bound.seconds > longest.seconds ? bound : longest), none);
}
