import type { Clock } from '../clock';

/** Which resources use which certificates. */
export interface CertificateUsage {
  /** Declares the whole set of certificates that a consumer uses from now on. */
  set(consumerArn: string, certificateArns: readonly string[]): void;
  /** The ARNs of the certificate's consumers as ACM reports them now. */
  consumersOf(certificateArn: string): string[];
}

/**
 * A new use is visible at once; an ended one stays visible for a while. On AWS, InUseBy lags behind its consumers:
 * users report seconds to minutes, AWS documents no figure.
 *
 * @param lagMilliseconds how long an ended use stays visible, on the cloud's clock
 */
export function createCertificateUsage(clock: Clock, lagMilliseconds: number): CertificateUsage {
  const declared = new Map<string, readonly string[]>();
  const shown = new Map<string, ReadonlySet<string>>();

  return {
    set(consumerArn, certificateArns) {
      declared.set(consumerArn, certificateArns);
      const before = shown.get(consumerArn) ?? new Set<string>();
      shown.set(consumerArn, new Set([...before, ...certificateArns]));
      clock.setTimeout(() => shown.set(consumerArn, new Set(declared.get(consumerArn))), lagMilliseconds);
    },
    consumersOf: (certificateArn) => [...shown].filter(([, arns]) => arns.has(certificateArn)).map(([arn]) => arn),
  };
}
