import { idempotencyToken } from '../domain/certificate/idempotency';
import { issuanceOf } from '../domain/certificate/issuance';
import { isInService, isManagedBy, TAGS } from '../domain/certificate/tags';
import type { CertificateRequest, Certificates, ListedCertificate } from '../ports/certificates';
import type { Output, RequestCertificate, Subject } from '../steps';
import { findTags } from './require-certificate';

/** A certificate of exactly these names and this key type; the tags are those of a new one. */
export interface Wanted extends Omit<CertificateRequest, 'idempotencyToken'> {
  /** The certificate whose place it takes. */
  readonly instead?: Subject | undefined;
}

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}
type Candidate = ListedCertificate & { readonly tags: Readonly<Record<string, string>> };

/**
 * Gives the managed certificate that is as wanted and in service, whether issued or still pending; asks ACM for a new one
 * only when there is none. ACM's own idempotency lasts an hour, a certificate for months.
 *
 * @throws CertificateQuotaExceededError
 */
export async function obtainCertificate(
  wanted: Wanted,
  dependencies: Dependencies,
): Promise<Output<typeof RequestCertificate>> {
  const { domainNames, keyAlgorithm, tags } = wanted;
  const { reusable, unfit } = await findReusable(wanted, dependencies);
  if (reusable !== undefined) return { certificate: { certificateArn: reusable, origin: 'reused' } };
  const certificateArn = await dependencies.certificates.request({
    domainNames,
    keyAlgorithm,
    tags,
    idempotencyToken: idempotencyToken(dependencies.stack, domainNames, keyAlgorithm, unfit),
  });
  return { certificate: { certificateArn, origin: 'requested' } };
}

/** Finds the certificate that would be reused, and those with the same names that would not; asks ACM for nothing new. */
export async function findReusable(
  wanted: Pick<Wanted, 'domainNames' | 'keyAlgorithm' | 'instead'>,
  dependencies: Dependencies,
): Promise<{ readonly reusable?: string; readonly unfit: string[] }> {
  const { instead } = wanted;
  const managed = await managedCertificates(wanted, dependencies);
  for (const { certificateArn } of inOrderOfPreference(managed, instead)) {
    const isGood = !instead || (await mayBeValidatedByDns(certificateArn, dependencies.certificates));
    if (isGood) return { reusable: certificateArn, unfit: [] };
  }
  return { unfit: [...managed, ...(instead ? [instead] : [])].map(({ certificateArn }) => certificateArn) };
}

/** Every certificate of this deployment with these names and this key type, but the one to be replaced. */
async function managedCertificates(
  { domainNames, keyAlgorithm, instead }: Pick<Wanted, 'domainNames' | 'keyAlgorithm' | 'instead'>,
  { certificates, stack }: Dependencies,
): Promise<Candidate[]> {
  const managed: Candidate[] = [];
  for (const candidate of await certificates.withNames(domainNames)) {
    if (candidate.keyAlgorithm !== keyAlgorithm || candidate.type !== 'AMAZON_ISSUED') continue;
    if (candidate.certificateArn === instead?.certificateArn) continue;
    const tags = await findTags(candidate.certificateArn, certificates);
    if (tags && isManagedBy(tags, stack)) managed.push({ ...candidate, tags });
  }
  return managed;
}

/**
 * What is validated otherwise needs a person for its renewal, and would soon have to be replaced itself. For some seconds
 * after the request ACM does not say how, or does not know the certificate (ACM API, RequestCertificate): it is taken for
 * ours then, which is validated by DNS, or an attempt repeated in those seconds would request a second one.
 */
async function mayBeValidatedByDns(certificateArn: string, certificates: Certificates): Promise<boolean> {
  const { validationMethod = 'DNS' } = (await certificates.describe(certificateArn)) ?? {};
  return validationMethod === 'DNS';
}

/** Those in service: first the one that an earlier attempt chose or requested; issued before pending. */
function inOrderOfPreference(managed: readonly Candidate[], instead: Subject | undefined): Candidate[] {
  const inService = managed.filter(({ tags }) => isInService(tags));
  const isChosen = ({ certificateArn }: Candidate) => certificateArn === instead?.tags[TAGS.replacedBy];
  const isRequested = ({ tags }: Candidate) => instead && tags[TAGS.replaces] === instead.certificateArn;
  const isTwin = (candidate: Candidate) => outlives(candidate, instead);
  return [isChosen, isRequested, isTwin].flatMap((isPreferred) =>
    ['issued', 'pending'].flatMap((state) =>
      inService.filter((candidate) => issuanceOf(candidate.status).state === state && isPreferred(candidate)),
    ),
  );
}

/** A twin that ends no later than the certificate is in the same need itself; a pending one has its whole life before it. */
const outlives = ({ notAfter }: Candidate, instead: Subject | undefined) =>
  notAfter === undefined || instead?.notAfter === undefined || Date.parse(notAfter) > Date.parse(instead.notAfter);
