import type { World } from '../world';
import { isLeafKeyAlgorithm, type Authority } from './authority';
import { certificateAvailable } from './acm-event';
import { issued, type Certificate, type IssuedCertificate } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import type { AcmTimings } from './timings';
import { readX509Facts } from './x509-facts';

const DAY = 24 * 3600 * 1000;

/** Generates a key pair and has the authority certify it for the given number of days. */
export async function signed(
  { domainNames, keyAlgorithm }: Certificate,
  authority: Authority,
  now: () => number,
  validityDays: number,
): Promise<IssuedCertificate> {
  if (!isLeafKeyAlgorithm(keyAlgorithm)) throw new Error(`A certificate of ${keyAlgorithm} was requested`);
  const leaf = await authority.issue({ domainNames, keyAlgorithm, ...validityFrom(now(), validityDays) });
  return { ...readX509Facts(leaf.certificatePem), ...leaf, issuedAt: now() };
}

/** From 00:00:00 UTC of the first day to 23:59:59 UTC of the last, as in ACM's certificates. */
function validityFrom(instant: number, validityDays: number) {
  const notBefore = Math.floor(instant / DAY) * DAY;
  return { notBefore, notAfter: notBefore + validityDays * DAY - 1000 };
}

interface Dependencies {
  readonly world: World;
  readonly emit: World['emit'];
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly authority: Authority;
  readonly timings: AcmTimings;
  readonly validityDays: number;
  /** Called for each issued certificate. */
  readonly onIssued: (certificateArn: string) => void;
}

/** Issues a validated certificate: key pair, X.509 certificate, status ISSUED, and shortly afterwards the event. */
export function createIssuance({
  world,
  emit,
  registry,
  usage,
  authority,
  timings,
  validityDays,
  onIssued,
}: Dependencies) {
  const { clock } = world;

  const issueNow = async (arn: string) => {
    const certificate = registry.get(arn);
    if (!certificate) return;
    const next = await signed(certificate, authority, clock.now, validityDays);
    registry.update(arn, (current) => issued(current, next));
    onIssued(arn);
    clock.setTimeout(() => {
      const current = registry.get(arn);
      if (current) emit(certificateAvailable(current, 'ISSUANCE', usage, clock.now()));
    }, timings.event);
  };

  return (arn: string) => void clock.setTimeout(() => void clock.hold(() => issueNow(arn)), timings.issuance);
}
