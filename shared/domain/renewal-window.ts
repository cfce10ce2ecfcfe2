const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;
/** The validity of public certificates until February 2026; ACM renewed those earlier (ACM user guide, "Document history"). */
const LONG_LIFE_DAYS = 395;

/** A certificate's life, as far as its renewal depends on it. Times are ISO 8601. */
export interface Life {
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/**
 * When ACM begins to renew a certificate: 45 days before its end, 60 for one of 395 days, and never before two thirds of a short life.
 * Undefined for one that ACM does not renew (imported), or that was never issued.
 */
export function renewalStart({ type, notBefore, notAfter }: Life): string | undefined {
  if (type === 'IMPORTED' || notBefore === undefined || notAfter === undefined) return undefined;
  const lifeDays = Math.round((Date.parse(notAfter) - Date.parse(notBefore)) / DAY_MILLISECONDS);
  const days = Math.min(lifeDays >= LONG_LIFE_DAYS ? 60 : 45, Math.floor(lifeDays / 3));
  return new Date(Date.parse(notAfter) - days * DAY_MILLISECONDS).toISOString();
}
