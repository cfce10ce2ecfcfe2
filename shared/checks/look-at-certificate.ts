import type { ListedCertificate } from '../aws/certificates';
import type { SweptCertificate } from '../aws/kept-certificates';
import { assess, daysUntil, mayBeReplaced } from '../domain/assessment';
import type { CertificateFacts } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';
import type { Lifecycle } from '../domain/lifecycle';
import { isManagedBy, isSomebodyElses, SOMEBODY_ELSES } from '../domain/ownership';
import { shownFacts } from '../domain/shown-facts';
import { troubleNews } from '../domain/trouble-news';
import { needsWork, type Assessment } from '../domain/verdict';
import { ServiceUnavailableError, ThrottledError } from '../errors';
import { gatherFacts, type FactSources } from './gather-facts';
import { tagsIfThere } from './tags-if-there';

/** Where the facts come from, and what they are judged by. */
export interface LookNeeds extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}

/** A look at a certificate. */
export interface CertificateLook {
  readonly found: SweptCertificate;
  /** Whether keeping it may take it off a listener. */
  readonly isDisruptive: boolean;
  /** Why the certificate could not be looked at. */
  readonly failure?: Error | undefined;
}

interface Judged {
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly facts?: CertificateFacts;
  readonly assessment: Assessment;
  readonly failure?: Error;
}

/**
 * Finds the verdict on a certificate of ACM's list, and whether keep-certificate has something to do or to tell. One that cannot be looked
 * at is a finding too: the others do not suffer from it.
 *
 * @throws ThrottledError, ServiceUnavailableError, which pass by themselves
 */
export async function lookAtCertificate(certificate: ListedCertificate, needs: LookNeeds): Promise<CertificateLook> {
  const { certificateArn, type, isInUse, notAfter } = certificate;
  const { told } = await needs.keptCertificates.get(certificateArn);
  const { tags, facts, assessment, failure } = await judge(certificate, needs).catch((error: unknown) =>
    unknown(error, daysUntil(notAfter, needs.now())),
  );
  const { verdict, reasons, trouble, daysLeft } = assessment;
  const found = {
    certificateArn,
    domainName: tags?.[TAGS.domain] ?? certificate.domainNames[0] ?? '',
    type,
    verdict,
    reasons,
    isManaged: tags !== undefined && isManagedBy(tags, needs.stack),
    isInUse,
    daysLeft: daysLeft ?? daysUntil(notAfter, needs.now()),
    trouble: trouble?.name,
    ...shownFacts(certificate, facts),
    isDue: needsWork(verdict) || troubleNews(told, { assessment }) !== undefined,
  };
  const isDisruptive = facts !== undefined && mayBeReplaced(facts, needs.now(), needs.lifecycle);
  return { found, isDisruptive, failure };
}

/** Of what is somebody else's, the list says enough. */
async function judge({ certificateArn, type }: ListedCertificate, needs: LookNeeds): Promise<Judged> {
  const tags = await tagsIfThere(certificateArn, needs.certificates);
  if (!tags) return { assessment: { verdict: 'gone', reasons: ['It was deleted during the sweep.'] } };
  if (isSomebodyElses(isManagedBy(tags, needs.stack), type)) {
    return { tags, assessment: { verdict: 'not-managed', reasons: [SOMEBODY_ELSES] } };
  }
  const { facts } = await gatherFacts(certificateArn, needs);
  return { tags, facts, assessment: assess(facts, needs.now(), needs.lifecycle) };
}

const PASSING = [ThrottledError, ServiceUnavailableError];

function unknown(error: unknown, daysLeft: number | undefined): Judged {
  if (!(error instanceof Error) || PASSING.some((Passing) => error instanceof Passing)) throw error;
  const { name, message } = error;
  const reasons = [`It could not be looked at: ${name}: ${message}`];
  return { assessment: { verdict: 'unknown', reasons, trouble: { name, cause: message }, daysLeft }, failure: error };
}
