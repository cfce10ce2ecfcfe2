import type { FailureReason } from '@aws-sdk/client-acm';
import type { World } from '../world';
import type { Authority } from './authority';
import { certificateAvailable } from './acm-event';
import { renewed, renewing, statusAt, whenDaysAreLeft, type Certificate, type IssuedCertificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import type { createHealth } from './health';
import { signed } from './issuance';
import { createRenewalAttempt } from './renewal-attempt';
import type { Resolve } from './resolve';
import type { AcmTimings } from './timings';

const DAY = 24 * 3600 * 1000;

/**
 * How many days before expiry ACM begins a renewal: 45, or 60 for a validity of 395 days (ACM user guide, "Renewal for
 * domains validated by DNS"). For a validity of 100 days or less AWS has published nothing: here it is a third of the
 * validity, as is common among ACME clients.
 */
export function renewsBeforeDays(validityDays: number): number {
  if (validityDays >= 395) return 60;
  return validityDays <= 100 ? Math.floor(validityDays / 3) : 45;
}

interface Dependencies {
  readonly world: World;
  readonly emit: World['emit'];
  readonly health: ReturnType<typeof createHealth>;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly authority: Authority;
  readonly timings: AcmTimings;
  readonly resolve: Resolve;
  /** The validity of a renewed certificate, given its predecessor's. */
  readonly nextValidityDays: (validityDays: number) => number;
  /** Called for each renewed certificate. */
  readonly onIssued: (certificateArn: string) => void;
}

/**
 * ACM's managed renewal of the certificates that it issued and that are in use, once public DNS has every validation
 * record and CAA permits it.
 */
export function createRenewal(dependencies: Dependencies) {
  const { world, emit, health, registry, usage, authority, timings, nextValidityDays, onIssued } = dependencies;
  const { clock } = world;
  const refusals = new Map<string, FailureReason>();
  const refusalOf = ({ domainNames }: Certificate) =>
    domainNames.map((name) => refusals.get(name)).find((reason) => reason !== undefined);

  /** The certificate, unless it was renewed or deleted or has expired. */
  const living = (arn: string, serial: string): Certificate | undefined => {
    const certificate = registry.get(arn);
    if (certificate?.issued?.serial !== serial) return undefined;
    return statusAt(certificate, clock.now()) === 'ISSUED' ? certificate : undefined;
  };
  const isLiving = ({ arn, issued }: Certificate) => living(arn, issued?.serial ?? '') !== undefined;
  const prepare = createRenewalAttempt({ ...dependencies, refusalOf, isLiving });

  const announce = (arn: string) => {
    const current = registry.get(arn);
    if (!current) return;
    emit(certificateAvailable(current, 'RENEWAL', usage, clock.now()));
    const what = 'AWS Certificate Manager (ACM) has completed the renewal of a certificate.';
    health(current, { eventTypeCode: 'AWS_ACM_RENEWAL_STATE_CHANGE', what, isActionRequired: false });
  };

  const renew = async (arn: string, serial: string) => {
    const certificate = living(arn, serial);
    if (!certificate?.issued) return;
    const next = await signed(certificate, authority, clock.now, nextValidityDays(lifeInDays(certificate.issued)));
    if (!living(arn, serial)) return;
    registry.update(arn, (current) => renewed(current, next, clock.now() + timings.renewalServed));
    onIssued(arn);
    clock.setTimeout(() => announce(arn), timings.event);
  };

  /** Does nothing before the renewal begins. */
  const attempt = async (arn: string, serial: string) => {
    const certificate = living(arn, serial);
    if (!certificate?.issued || clock.now() < beginsAt(certificate.issued)) return;
    if (await prepare(certificate)) clock.setTimeout(() => void clock.hold(() => renew(arn, serial)), timings.issuance);
  };

  const keepTrying = async (arn: string, serial: string) => {
    await attempt(arn, serial);
    if (living(arn, serial))
      clock.setTimeout(() => void clock.hold(() => keepTrying(arn, serial)), timings.renewalLookUp);
  };

  return {
    attempt,
    living,
    /** Schedules the renewal of a certificate that ACM issued or renewed. */
    follow(arn: string): void {
      const { issued, type } = registry.get(arn) ?? {};
      if (!issued || type !== 'AMAZON_ISSUED') return;
      const begin = () => void clock.hold(() => keepTrying(arn, issued.serial));
      clock.setTimeout(begin, beginsAt(issued) - clock.now());
    },
    /** From now on every renewal of a certificate with this name fails permanently. */
    refuse: (domainName: string, reason: FailureReason) => void refusals.set(domainName, reason),
    /** Approves a renewal that waits for e-mail. */
    approveByEmail(arn: string): void {
      const { renewal, issued, domainNames } = registry.get(arn) ?? {};
      if (!issued || !domainNames || renewal?.status !== 'PENDING_VALIDATION')
        throw new Error(`${arn} waits for no answer by e-mail`);
      const change = { validatedNames: domainNames };
      registry.update(arn, (current) => renewing(current, 'PENDING_VALIDATION', clock.now(), change));
      void clock.hold(() => attempt(arn, issued.serial));
    },
  };
}

const lifeInDays = ({ notBefore, notAfter }: IssuedCertificate) => Math.round((notAfter - notBefore) / DAY);
const beginsAt = (issued: IssuedCertificate) => whenDaysAreLeft(issued, renewsBeforeDays(lifeInDays(issued)));
