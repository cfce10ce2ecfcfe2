import type { CertificateRequest, Certificates, ListedCertificate } from '../aws/certificates';
import { STACK_TAG, TAGS } from '../config';
import { idempotencyToken } from '../domain/idempotency-token';
import { issuanceOf } from '../domain/issuance';

/** The certificate that is wanted: one like it is looked for first. */
export interface WantedCertificate extends Omit<CertificateRequest, 'idempotencyToken'> {
  /** A certificate that is not good enough, though it has the same names. */
  readonly insteadOf?: string | undefined;
}

/** Which certificate it is, and whether it had to be requested. */
export interface FoundCertificate {
  readonly certificateArn: string;
  readonly origin: 'requested' | 'reused';
}

/**
 * Gives the managed certificate that has exactly these names and this key type and is in service, whether issued or still
 * pending; asks ACM for a new one only when there is none. ACM's own idempotency lasts an hour, a certificate for months.
 *
 * @throws CertificateQuotaExceededError
 */
export async function findOrRequest(
  { insteadOf, ...wanted }: WantedCertificate,
  certificates: Certificates,
  stack: string,
): Promise<FoundCertificate> {
  const { domainNames, keyAlgorithm } = wanted;
  const candidates: ListedCertificate[] = [];
  for (const listed of await certificates.withNames(domainNames)) {
    if (listed.keyAlgorithm !== keyAlgorithm || listed.certificateArn === insteadOf) continue;
    const tags = await certificates.tags(listed.certificateArn);
    const isInService = tags[TAGS.retired] === undefined && tags[TAGS.replacedBy] === undefined;
    if (tags[STACK_TAG] === stack && isInService) candidates.push(listed);
  }
  const inState = (state: string) => candidates.filter(({ status }) => issuanceOf(status).state === state);
  const reusable = inState('issued')[0] ?? inState('pending')[0];
  if (reusable) return { certificateArn: reusable.certificateArn, origin: 'reused' };

  const unusable = inState('failed').map(({ certificateArn }) => certificateArn);
  const certificateArn = await certificates.request({
    ...wanted,
    idempotencyToken: idempotencyToken(
      stack,
      domainNames,
      keyAlgorithm,
      insteadOf === undefined ? unusable : [...unusable, insteadOf],
    ),
  });
  return { certificateArn, origin: 'requested' };
}
