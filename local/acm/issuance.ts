import type { World } from '../world';
import { isLeafKeyAlgorithm, type Authority } from './authority';
import { certificateAvailable } from './certificate-available';
import { issued } from './certificate';
import type { CertificateRegistry } from './certificate-registry';
import type { CertificateUsage } from './certificate-usage';
import type { AcmTimings } from './timings';
import { readX509Facts } from './x509-facts';

const DAY = 24 * 3600 * 1000;

/** From 00:00:00 UTC of an instant's day to 23:59:59 UTC of the last of so many days, as ACM dates its certificates. */
function validityFrom(instant: number, validityDays: number) {
  const notBefore = Math.floor(instant / DAY) * DAY;
  return { notBefore, notAfter: notBefore + validityDays * DAY - 1000 };
}

interface Needs {
  readonly world: World;
  readonly registry: CertificateRegistry;
  readonly usage: CertificateUsage;
  readonly authority: Authority;
  readonly timings: AcmTimings;
  readonly validityDays: number;
}

/** Issues a validated certificate: key pair, X.509, ISSUED, and a little later the event that says so. */
export function createIssuance({ world, registry, usage, authority, timings, validityDays }: Needs) {
  const { clock } = world;

  const issueNow = async (arn: string) => {
    const certificate = registry.get(arn);
    if (!certificate) return;
    const { domainNames, keyAlgorithm } = certificate;
    if (!isLeafKeyAlgorithm(keyAlgorithm)) throw new Error(`A certificate of ${keyAlgorithm} was requested`);
    const leaf = await authority.issue({
      domainNames,
      keyAlgorithm,
      ...validityFrom(clock.now(), validityDays),
    });
    const facts = readX509Facts(leaf.certificatePem);
    registry.update(arn, (current) => issued(current, { ...facts, ...leaf, issuedAt: clock.now() }));
    clock.setTimeout(() => {
      const current = registry.get(arn);
      if (current) world.emit(certificateAvailable(current, 'ISSUANCE', usage, clock.now()));
    }, timings.event);
  };

  return (arn: string) => void clock.setTimeout(() => void clock.hold(() => issueNow(arn)), timings.issuance);
}
