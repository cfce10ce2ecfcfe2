import type { FailureReason } from '@aws-sdk/client-acm';
import type { AwsEvent, World } from '../world';
import type { Authority } from './authority';
import { namesForbiddenByCaa } from './caa';
import { certificateAvailable } from './certificate-available';
import { renewed, renewing, type Certificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import { renewalEligibility } from './describe-certificate';
import { healthEvent } from './health-event';
import { signed } from './issuance';
import { leadsTo, type Resolve } from './resolve';
import type { AcmTimings } from './timings';
import { validationRecord } from './validation-record';

const DAY = 24 * 3600 * 1000;

/**
 * How many days before its end ACM begins to renew a certificate that is valid for so many: 45, and 60 for one of 395 (ACM
 * user guide, "Renewal for domains validated by DNS"). For lives of 100 days and less AWS has published nothing: here it is a third.
 */
export function renewsBeforeDays(validityDays: number): number {
  if (validityDays >= 395) return 60;
  return validityDays <= 100 ? Math.floor(validityDays / 3) : 45;
}

interface Needs {
  readonly world: World;
  readonly emit: (event: AwsEvent) => void;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly authority: Authority;
  readonly timings: AcmTimings;
  readonly resolve: Resolve;
  /** How long a renewed certificate is valid, by how long the one before was. */
  readonly nextValidityDays: (validityDays: number) => number;
  readonly onIssued: (certificateArn: string) => void;
}

/** ACM's managed renewal: for certificates of its own that are in use, as long as public DNS has every validation record. */
export function createRenewal(needs: Needs) {
  const { world, emit, registry, usage, authority, timings, resolve, nextValidityDays, onIssued } = needs;
  const { clock, account } = world;
  const refusals = new Map<string, FailureReason>();

  const isValidated = async ({ domainNames }: Certificate) => {
    const records = new Map(domainNames.map((name) => [validationRecord(account, name).Name, name]));
    for (const name of records.values()) {
      const { Name, Value } = validationRecord(account, name);
      if (!(await leadsTo(resolve, Name, Value))) return false;
    }
    return true;
  };

  const renew = async (arn: string) => {
    const certificate = registry.get(arn);
    if (!certificate?.issued) return;
    const { notBefore, notAfter } = certificate.issued;
    const lifeDays = Math.round((notAfter - notBefore) / DAY);
    const next = await signed(certificate, authority, clock.now, nextValidityDays(lifeDays));
    registry.update(arn, (current) => renewed(current, next, clock.now() + timings.renewalServed));
    onIssued(arn);
    clock.setTimeout(() => {
      const current = registry.get(arn);
      if (!current) return;
      emit(certificateAvailable(current, 'RENEWAL', usage, clock.now()));
      emit(healthEvent(world, 'AWS_ACM_RENEWAL_STATE_CHANGE', current, 'ACM has completed the renewal'));
    }, timings.event);
  };

  const attempt = async (arn: string, serial: string): Promise<void> => {
    const certificate = registry.get(arn);
    // Renewed, deleted or ended meanwhile: then there is nothing to renew.
    if (certificate?.issued?.serial !== serial || certificate.issued.notAfter < clock.now()) return;
    const again = () => clock.setTimeout(() => void clock.hold(() => attempt(arn, serial)), timings.renewalLookUp);
    if (renewalEligibility(certificate, usage, clock.now()) === 'INELIGIBLE') {
      again();
      return;
    }
    const update = (...state: Parameters<typeof renewing> extends [unknown, ...infer Rest] ? Rest : never) =>
      registry.update(arn, (current) => renewing(current, ...state));
    const refusal = certificate.domainNames.map((name) => refusals.get(name)).find((reason) => reason !== undefined);
    if (refusal !== undefined) {
      update('FAILED', clock.now(), refusal);
      return;
    }
    const { validationMethod } = certificate;
    if (validationMethod !== 'DNS' || !(await isValidated(certificate))) update('PENDING_VALIDATION', clock.now());
    else if ((await namesForbiddenByCaa(resolve, certificate.domainNames)).length > 0) {
      // Whether a renewal stays pending for CAA, as it does here, or fails for good is not documented.
      if (certificate.renewal?.reason !== 'CAA_ERROR')
        emit(healthEvent(world, 'CAA_CHECK_FAILURE', certificate, 'ACM could not renew: a CAA record forbids it'));
      update('PENDING_VALIDATION', clock.now(), 'CAA_ERROR');
    } else {
      update('PENDING_AUTO_RENEWAL', clock.now());
      clock.setTimeout(() => void clock.hold(() => renew(arn)), timings.issuance);
      return;
    }
    again();
  };

  return {
    /** Follows a certificate of ACM's own until it is renewed; called for each of its lives. */
    follow(arn: string): void {
      const { issued, type } = registry.get(arn) ?? {};
      if (!issued || type !== 'AMAZON_ISSUED') return;
      const { notBefore, notAfter, serial } = issued;
      const begins = notAfter - renewsBeforeDays(Math.round((notAfter - notBefore) / DAY)) * DAY;
      clock.setTimeout(() => void clock.hold(() => attempt(arn, serial)), begins - clock.now());
    },
    /** Every renewal of a certificate with this name fails for good from now on. */
    refuse: (domainName: string, reason: FailureReason) => void refusals.set(domainName, reason),
  };
}
