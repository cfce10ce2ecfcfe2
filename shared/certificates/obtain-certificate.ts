import { idempotencyToken } from '../domain/certificate/idempotency';
import { issuanceOf } from '../domain/certificate/issuance';
import { isInService, isManagedBy, TAGS } from '../domain/certificate/tags';
import type { CertificateRequest, Certificates, ListedCertificate } from '../ports/certificates';
import type { ExistingCertificate, ObtainedCertificate } from '../steps';
import { findTags } from './require-certificate';

/** The names and key algorithm of a certificate, and the tags for a new one. */
export interface WantedCertificate extends Omit<CertificateRequest, 'idempotencyToken'> {
  /** The certificate that it replaces. */
  readonly replaces?: ExistingCertificate | undefined;
}

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}
type Candidate = ListedCertificate & { readonly tags: Readonly<Record<string, string>> };

/**
 * Reuses a managed certificate with the wanted names and key algorithm that is in service, issued or pending; requests a new one only
 * when there is none. ACM's idempotency token lasts only an hour.
 *
 * @throws CertificateQuotaExceededError
 */
export async function obtainCertificate(
  wanted: WantedCertificate,
  dependencies: Dependencies,
): Promise<ObtainedCertificate> {
  const { domainNames, keyAlgorithm, tags } = wanted;
  const { reusable, unsuitable } = await findReusable(wanted, dependencies);
  if (reusable !== undefined) return { certificateArn: reusable, origin: 'reused' };
  const certificateArn = await dependencies.certificates.request({
    domainNames,
    keyAlgorithm,
    tags,
    idempotencyToken: idempotencyToken(dependencies.stack, domainNames, keyAlgorithm, unsuitable),
  });
  return { certificateArn, origin: 'requested' };
}

/** Finds the certificate to reuse, or those with the same names that are unsuitable; read-only. */
export async function findReusable(
  wanted: Pick<WantedCertificate, 'domainNames' | 'keyAlgorithm' | 'replaces'>,
  dependencies: Dependencies,
): Promise<{ readonly reusable?: string; readonly unsuitable: string[] }> {
  const { replaces } = wanted;
  const managed = await managedCertificates(wanted, dependencies);
  for (const { certificateArn } of inOrderOfPreference(managed, replaces)) {
    const isReusable = !replaces || (await mayBeValidatedByDns(certificateArn, dependencies.certificates));
    if (isReusable) return { reusable: certificateArn, unsuitable: [] };
  }
  return { unsuitable: [...managed, ...(replaces ? [replaces] : [])].map(({ certificateArn }) => certificateArn) };
}

/** The certificates of this deployment with these names and this key algorithm, without the one to replace. */
async function managedCertificates(
  { domainNames, keyAlgorithm, replaces }: Pick<WantedCertificate, 'domainNames' | 'keyAlgorithm' | 'replaces'>,
  { certificates, stack }: Dependencies,
): Promise<Candidate[]> {
  const managed: Candidate[] = [];
  for (const candidate of await certificates.listByNames(domainNames)) {
    if (candidate.keyAlgorithm !== keyAlgorithm || candidate.type !== 'AMAZON_ISSUED') continue;
    if (candidate.certificateArn === replaces?.certificateArn) continue;
    const tags = await findTags(candidate.certificateArn, certificates);
    if (tags && isManagedBy(tags, stack)) managed.push({ ...candidate, tags });
  }
  return managed;
}

/**
 * A certificate with e-mail validation needs a person for its renewal, so it cannot be reused. For some seconds after the request ACM
 * returns no method, or no certificate (ACM API, RequestCertificate): then DNS validation is assumed, because otherwise a retry
 * would request a second certificate.
 */
async function mayBeValidatedByDns(certificateArn: string, certificates: Certificates): Promise<boolean> {
  const { validationMethod = 'DNS' } = (await certificates.describe(certificateArn)) ?? {};
  return validationMethod === 'DNS';
}

/** Those in service: first the one that an earlier attempt chose or requested; issued ones before pending ones. */
function inOrderOfPreference(managed: readonly Candidate[], replaces: ExistingCertificate | undefined): Candidate[] {
  const inService = managed.filter(({ tags }) => isInService(tags));
  const isChosen = ({ certificateArn }: Candidate) => certificateArn === replaces?.tags[TAGS.replacedBy];
  const isRequested = ({ tags }: Candidate) => replaces && tags[TAGS.replaces] === replaces.certificateArn;
  const hasSameNames = (candidate: Candidate) => outlives(candidate, replaces);
  return [isChosen, isRequested, hasSameNames].flatMap((isPreferred) =>
    ['issued', 'pending'].flatMap((state) =>
      inService.filter((candidate) => issuanceOf(candidate.status).state === state && isPreferred(candidate)),
    ),
  );
}

/** A certificate that expires no later needs replacement just as much; a pending one has no expiry yet. */
const outlives = ({ notAfter }: Candidate, replaces: ExistingCertificate | undefined) =>
  notAfter === undefined || replaces?.notAfter === undefined || Date.parse(notAfter) > Date.parse(replaces.notAfter);
