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
  /** From issuance, renewal or import until the event says so. */
  readonly event: number;
  /** From the moment a consumer lets go of a certificate until InUseBy shows it. */
  readonly inUse: number;
  /** Between two tries of a renewal whose validation does not succeed. */
  readonly renewalLookUp: number;
  /** From a renewal until load balancers serve the new certificate; until then, they serve the one before. */
  readonly renewalServed: number;
  /** How long AWS Health gathers certificates of which it has the same to say. */
  readonly health: number;
  /** From the request until ACM stops waiting for validation; a renewal's request begins anew then. */
  readonly validationTimeout: number;
}

/** ACM's order of things at a pace for people who watch: on AWS each step takes seconds to minutes; the time-out is AWS's own, and the hours of a renewal are of its order ("can take several hours"). */
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
 * How long ACM waits before it looks validation records up again: an eighth of the request's age, at most 30 minutes
 * (the longest that the user guide lets a certificate stay pending once its records exist). AWS publishes no interval;
 * this one keeps 72 hours within some 200 look-ups a record.
 */
export const lookUpInterval = (timings: AcmTimings, ageMilliseconds: number): number =>
  Math.max(timings.lookUp, Math.min(Math.round(ageMilliseconds / 8), LONGEST_LOOK_UP_INTERVAL));
