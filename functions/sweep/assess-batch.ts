import { assessListed, type AssessmentDependencies, type ListedAssessment } from '../../shared/assess/assess-listed';
import { assessmentDependencies } from '../../shared/assess/assessment-dependencies';
import { cachedSources } from '../../shared/cache/cached-sources';
import { tallied } from '../../shared/domain/inventory/mass-change';
import { lambda } from '../../shared/lambda';
import { mapConcurrent } from '../../shared/map-concurrent';
import { AssessBatch, type Input, type Output } from '../../shared/steps';

/**
 * So many that a page asks ACM no more than its ten a second (ACM user guide, "Quotas"), but for what is served in a certificate's
 * place; the workflow pauses after each.
 */
const CERTIFICATES_A_PAGE = 10;
const AT_ONCE = 4;

/**
 * Assesses some certificates, remembers what was found of each, and counts. One that cannot be looked at has a verdict of its own.
 *
 * @throws what they have in common, when no certificate of the sweep could be looked at: the health issue is the account's or the
 * role's, and told once
 */
export const assessBatch =
  (asked: AssessmentDependencies) =>
  async ({ sweepId, batch, tally }: Input<typeof AssessBatch>): Promise<Output<typeof AssessBatch>> => {
    const dependencies = { ...asked, ...cachedSources(asked) };
    const listed = await dependencies.certificates.page(CERTIFICATES_A_PAGE, batch?.nextToken);
    const attempts = await mapConcurrent(AT_ONCE, listed.certificates, (certificate) =>
      assessListed(certificate, dependencies),
    );
    const counted = tallied(
      tally,
      attempts.map(({ found, isDisruptive }) => ({ ...found, isDisruptive })),
    );
    const isLast = listed.nextToken === undefined;
    const common = isLast && counted.unknown === counted.assessed ? commonFailure(attempts) : undefined;
    if (common) throw common;
    await mapConcurrent(AT_ONCE, attempts, ({ found }) => dependencies.certificateStates.recordSwept(sweepId, found));
    return { batch: { number: (batch?.number ?? 0) + 1, nextToken: listed.nextToken }, tally: counted };
  };

/** The first failure, if there are no others than of its name. */
function commonFailure([first, ...others]: readonly ListedAssessment[]): Error | undefined {
  return others.every(({ failure }) => failure?.name === first?.failure?.name) ? first?.failure : undefined;
}

export const handler = lambda(AssessBatch, () => assessBatch(assessmentDependencies()));
