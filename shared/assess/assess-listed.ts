import { findTags } from '../certificates/require-certificate';
import { assess, mayNeedReplacement } from '../domain/assessment/assessment';
import type { CertificateFacts } from '../domain/assessment/facts';
import { type Assessment, needsReconciliation } from '../domain/assessment/verdict';
import { daysUntil, type Lifecycle } from '../domain/certificate/renewal';
import { isManagedBy, isUnmanaged, TAGS, UNMANAGED_REASON } from '../domain/certificate/tags';
import { inventoryFacts, type SweptCertificate } from '../domain/inventory/swept-certificate';
import { healthIssueNotification } from '../domain/notification/health-issue-notification';
import { ServiceUnavailableError, ThrottledError } from '../errors';
import type { ListedCertificate } from '../ports/certificates';
import { type FactSources, gatherFacts } from './gather-facts';

/** The sources of the facts, and the settings of the assessment. */
export interface AssessmentDependencies extends FactSources {
  readonly lifecycle: Lifecycle;
}

/** The assessment of a listed certificate. */
export interface ListedAssessment {
  readonly found: SweptCertificate;
  /** Whether reconciling it may replace it on a listener. */
  readonly isDisruptive: boolean;
  /** Why it could not be assessed. */
  readonly failure?: Error | undefined;
}

interface AssessedFacts {
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly facts?: CertificateFacts;
  readonly assessment: Assessment;
  readonly failure?: Error;
}

/**
 * Assesses a certificate of ACM's list, and decides whether it is due for reconciliation. A failure to assess it is a result too,
 * so that it does not stop the sweep.
 *
 * @throws ThrottledError, ServiceUnavailableError, which are transient
 */
export async function assessListed(
  certificate: ListedCertificate,
  dependencies: AssessmentDependencies,
): Promise<ListedAssessment> {
  const { certificateArn, type, isInUse, notAfter } = certificate;
  const { lastNotified } = await dependencies.certificateStates.get(certificateArn);
  const { tags, facts, assessment, failure } = await assessOne(certificate, dependencies).catch((error: unknown) =>
    unknownVerdict(error, daysUntil(notAfter, dependencies.now())),
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
    ...inventoryFacts(certificate, facts),
    isDue: needsReconciliation(verdict) || healthIssueNotification(lastNotified, { assessment }) !== undefined,
  };
  const isDisruptive = facts !== undefined && mayNeedReplacement(facts, dependencies.now(), dependencies.lifecycle);
  return { found, isDisruptive, failure };
}

/** An unmanaged certificate needs no facts beyond the list. */
async function assessOne(
  { certificateArn, type }: ListedCertificate,
  dependencies: AssessmentDependencies,
): Promise<AssessedFacts> {
  const tags = await findTags(certificateArn, dependencies.certificates);
  if (!tags) return { assessment: { verdict: 'gone', reasons: ['It was deleted during the sweep.'] } };
  if (isUnmanaged(isManagedBy(tags, dependencies.stack), type)) {
    return { tags, assessment: { verdict: 'not-managed', reasons: [UNMANAGED_REASON] } };
  }
  const { facts } = await gatherFacts(certificateArn, dependencies);
  return { tags, facts, assessment: assess(facts, dependencies.now(), dependencies.lifecycle) };
}

const TRANSIENT_ERRORS = [ThrottledError, ServiceUnavailableError];

function unknownVerdict(error: unknown, daysLeft: number | undefined): AssessedFacts {
  if (!(error instanceof Error) || TRANSIENT_ERRORS.some((Transient) => error instanceof Transient)) throw error;
  const { name, message } = error;
  const reasons = [`It could not be assessed: ${name}: ${message}`];
  return {
    assessment: { verdict: 'unknown', reasons, healthIssue: { name, cause: message }, daysLeft },
    failure: error,
  };
}
