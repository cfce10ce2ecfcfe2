import type { RevocationReason } from '@aws-sdk/client-acm';
import type { World } from '../world';
import { acmEvent, eventDate, identityDetail } from './acm-event';
import { revoked } from './certificate';
import type { CertificateRegistry } from './certificate-registry';

/** Who revokes, and why. */
export interface Revocation {
  /** The owner, by RevokeCertificate, or the authority by itself; the owner by default. */
  readonly by?: 'owner' | 'CA';
  readonly reason?: RevocationReason;
}

/**
 * Revokes an issued certificate and emits the event: with the user guide's fields, or with those of the schema registry
 * for `Revoked By CA`.
 */
export function createRevocation({ clock }: World, emit: World['emit'], registry: CertificateRegistry) {
  return (arn: string, { by = 'owner', reason = 'UNSPECIFIED' }: Revocation = {}): void => {
    const certificate = registry.get(arn);
    if (certificate?.status !== 'ISSUED' || !certificate.issued) throw new Error(`${arn} is not issued`);
    const { type, issued } = certificate;
    const now = clock.now();
    registry.update(arn, (current) => revoked(current, reason, now));
    const identity = identityDetail(certificate, issued);
    const ends = { CertificateExpirationDate: eventDate(issued.notAfter), Exportable: false };
    if (by === 'owner') {
      emit(acmEvent(arn, 'Revoked', { CertificateType: type, ...identity, ...ends }));
      return;
    }
    emit(
      acmEvent(arn, 'Revoked By CA', {
        CertificateType: type,
        CommonName: identity.CommonName,
        CertificateSerial: issued.serial,
        CertificateRevocationDate: eventDate(now),
        RevocationReason: reason,
        ...ends,
      }),
    );
  };
}
