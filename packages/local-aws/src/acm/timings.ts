const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** How long ACM takes, in milliseconds on the cloud's clock. */
export interface AcmTimings {
  /** From the request until a certificate can be described and listed at all. */
  readonly visible: number;
  /** From the request until the description has DomainValidationOptions. */
  readonly validationOptions: number;
  /** From the request until the first name's validation record is shown … */
  readonly firstValidationRecord: number;
  /** … and from one name's to the next. */
  readonly betweenValidationRecords: number;
  /** Between two look-ups of a young certificate's validation records; see {@link lookUpInterval}. */
  readonly lookUp: number;
  /** From the last successful validation until the certificate is issued. */
  readonly issuance: number;
  /** From issuance, renewal or import until its event. */
  readonly event: number;
  /** From the end of a use until InUseBy reflects it. */
  readonly inUse: number;
  /** Between two attempts at a renewal whose validation does not succeed. */
  readonly renewalLookUp: number;
  /** From a renewal until load balancers serve the new certificate instead of its predecessor. */
  readonly renewalServed: number;
  /** How long AWS Health collects certificates with the same news into one event. */
  readonly health: number;
  /** From the request until validation times out; a renewal then makes a new request. */
  readonly validationTimeout: number;
}

/**
 * ACM's sequence at a pace that a person can watch: on AWS each step takes seconds to minutes. The time-out is AWS's
 * own, and a renewal's hours are realistic ("can take several hours").
 */
export const DEFAULT_TIMINGS: AcmTimings = {
  visible: 0.3 * SECOND,
  validationOptions: 0.5 * SECOND,
  firstValidationRecord: 0.8 * SECOND,
  betweenValidationRecords: 0.4 * SECOND,
  lookUp: SECOND,
  issuance: 0.5 * SECOND,
  event: 0.5 * SECOND,
  inUse: SECOND,
  renewalLookUp: 6 * HOUR,
  renewalServed: 3 * HOUR,
  health: HOUR,
  validationTimeout: 72 * HOUR,
};

const LONGEST_LOOK_UP_INTERVAL = HOUR / 2;

/**
 * The interval between look-ups of validation records: an eighth of the request's age, at most 30 minutes (the longest
 * that a certificate stays pending once its records exist, by the user guide). AWS publishes no interval; this one
 * makes some 200 look-ups per record in 72 hours.
 */
export const lookUpInterval = (timings: AcmTimings, ageMilliseconds: number): number =>
  Math.max(timings.lookUp, Math.min(Math.round(ageMilliseconds / 8), LONGEST_LOOK_UP_INTERVAL));
