import type { ListedCertificate } from '../aws/certificates';
import type { SweptCertificate } from '../aws/kept-certificates';
import { STACK_TAG, TAGS } from '../config';
import { assess, daysUntil } from '../domain/assessment';
import type { CertificateFacts } from '../domain/certificate-facts';
import type { Lifecycle } from '../domain/lifecycle';
import { shownFacts } from '../domain/shown-facts';
import { troubleNews } from '../domain/trouble-news';
import { needsWork, type Assessment } from '../domain/verdict';
import { gatherFacts, type FactSources } from './gather-facts';
import { tagsIfThere } from './tags-if-there';

/** Where the facts come from, and what they are judged by. */
export interface LookNeeds extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}
type Tags = Readonly<Record<string, string>>;

/** Finds the verdict on a certificate of ACM's list, and whether keep-certificate has something to do or to tell. */
export async function lookAtCertificate(certificate: ListedCertificate, needs: LookNeeds): Promise<SweptCertificate> {
  const { certificateArn, type, isInUse, notAfter } = certificate;
  const tags = await tagsIfThere(certificateArn, needs.certificates);
  const { facts, ...assessment } = await assessmentOf(certificate, tags, needs);
  const { verdict, reasons, trouble, daysLeft } = assessment;
  const { told } = await needs.keptCertificates.get(certificateArn);
  return {
    certificateArn,
    domainName: tags?.[TAGS.domain] ?? certificate.domainNames[0] ?? '',
    type,
    verdict,
    reasons: [...reasons],
    isManaged: tags?.[STACK_TAG] === needs.stack,
    isInUse,
    daysLeft: daysLeft ?? daysUntil(notAfter, needs.now()),
    trouble: trouble?.name,
    ...shownFacts(certificate, facts),
    isDue: needsWork(verdict) || troubleNews(told, { assessment }) !== undefined,
  };
}

/** Of what is somebody else's, the list says enough. */
async function assessmentOf(
  { certificateArn, type }: ListedCertificate,
  tags: Tags | undefined,
  needs: LookNeeds,
): Promise<Assessment & { readonly facts?: CertificateFacts }> {
  if (!tags) return { verdict: 'gone', reasons: ['It was deleted during the sweep.'] };
  if (tags[STACK_TAG] !== needs.stack && type !== 'IMPORTED') {
    return { verdict: 'not-managed', reasons: ['It does not carry the tag of this deployment.'] };
  }
  const { facts } = await gatherFacts(certificateArn, needs);
  return { ...assess(facts, needs.now(), needs.lifecycle), facts };
}
