import { findTags } from '../certificates/require-certificate';
import { assess, mayBeReplaced } from '../domain/assessment/assessment';
import type { CertificateFacts } from '../domain/assessment/facts';
import { type Assessment, needsWork } from '../domain/assessment/verdict';
import { daysUntil, type Lifecycle } from '../domain/certificate/renewal';
import { isManagedBy, isUnmanaged, TAGS, UNMANAGED_REASON } from '../domain/certificate/tags';
import { shownFacts, type SweptCertificate } from '../domain/inventory/swept-certificate';
import { healthIssueNotification } from '../domain/notification/health-issue-notification';
import { ServiceUnavailableError, ThrottledError } from '../errors';
import type { ListedCertificate } from '../ports/certificates';
import { type FactSources, gatherFacts } from './gather-facts';

/** Where the facts come from, and what they are judged by. */
export interface AssessmentDependencies extends FactSources {
  readonly lifecycle: Lifecycle;
  readonly now: () => Date;
}

/** A look at a certificate. */
export interface ListedAssessment {
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
 * Finds the verdict on a certificate of ACM's list, and whether reconcile-certificate has something to do or to tell. One that cannot be looked
 * at is a finding too: the others do not suffer from it.
 *
 * @throws ThrottledError, ServiceUnavailableError, which pass by themselves
 */
export async function assessListed(
  certificate: ListedCertificate,
  dependencies: AssessmentDependencies,
): Promise<ListedAssessment> {
  const { certificateArn, type, isInUse, notAfter } = certificate;
  const { lastNotified } = await dependencies.certificateStates.get(certificateArn);
  const { tags, facts, assessment, failure } = await judge(certificate, dependencies).catch((error: unknown) =>
    unknown(error, daysUntil(notAfter, dependencies.now())),
  );
  const { verdict, reasons, healthIssue, daysLeft } = assessment;
  const found = {
    certificateArn,
    domainName: tags?.[TAGS.domain] ?? certificate.domainNames[0] ?? '',
    type,
    verdict,
    reasons,
    isManaged: tags !== undefined && isManagedBy(tags, dependencies.stack),
    isInUse,
    daysLeft: daysLeft ?? daysUntil(notAfter, dependencies.now()),
    healthIssue: healthIssue?.name,
    ...shownFacts(certificate, facts),
    isDue: needsWork(verdict) || healthIssueNotification(lastNotified, { assessment }) !== undefined,
  };
  const isDisruptive = facts !== undefined && mayBeReplaced(facts, dependencies.now(), dependencies.lifecycle);
  return { found, isDisruptive, failure };
}

/** Of what is somebody else's, the list says enough. */
async function judge(
  { certificateArn, type }: ListedCertificate,
  dependencies: AssessmentDependencies,
): Promise<Judged> {
  const tags = await findTags(certificateArn, dependencies.certificates);
  if (!tags) return { assessment: { verdict: 'gone', reasons: ['It was deleted during the sweep.'] } };
  if (isUnmanaged(isManagedBy(tags, dependencies.stack), type)) {
    return { tags, assessment: { verdict: 'not-managed', reasons: [UNMANAGED_REASON] } };
  }
  const { facts } = await gatherFacts(certificateArn, dependencies);
  return { tags, facts, assessment: assess(facts, dependencies.now(), dependencies.lifecycle) };
}

const PASSING = [ThrottledError, ServiceUnavailableError];

function unknown(error: unknown, daysLeft: number | undefined): Judged {
  if (!(error instanceof Error) || PASSING.some((Passing) => error instanceof Passing)) throw error;
  const { name, message } = error;
  const reasons = [`It could not be looked at: ${name}: ${message}`];
  return {
    assessment: { verdict: 'unknown', reasons, healthIssue: { name, cause: message }, daysLeft },
    failure: error,
  };
}
