/** What the deployer decided about the lives of certificates. */
export interface Lifecycle {
  /** A certificate that is not renewed with so many days left is replaced. */
  readonly replaceBeforeDays: number;
  /** How long a certificate is kept after it was taken out of service. */
  readonly graceDays: number;
}
