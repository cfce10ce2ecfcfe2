import { assessListed, type AssessmentDependencies, type ListedAssessment } from '../../shared/assess/assess-listed';
import { assessmentDependencies } from '../../shared/assess/assessment-dependencies';
import { cachedSources } from '../../shared/cache/cached-sources';
import { addToTally } from '../../shared/domain/inventory/mass-change';
import { lambda } from '../../shared/lambda';
import { mapConcurrent } from '../../shared/map-concurrent';
import { AssessBatch, type Input, type Output } from '../../shared/steps';

/** Small enough for ACM's ten requests per second (ACM user guide, "Quotas"), because the workflow pauses after each batch. */
const BATCH_SIZE = 10;
const CONCURRENCY = 4;

/**
 * Assesses a batch of certificates, and records and counts the results. A certificate that cannot be assessed has the verdict `unknown`.
 *
 * @throws the common error when no certificate of the sweep could be assessed for the same reason, so that one notification is sent
 */
export const assessBatch =
  (uncached: AssessmentDependencies) =>
  async ({ sweepId, batch, tally }: Input<typeof AssessBatch>): Promise<Output<typeof AssessBatch>> => {
    const dependencies = { ...uncached, ...cachedSources(uncached) };
    const listed = await dependencies.certificates.listPage(BATCH_SIZE, batch?.nextToken);
    const assessments = await mapConcurrent(CONCURRENCY, listed.certificates, (certificate) =>
      assessListed(certificate, dependencies),
    );
    const newTally = addToTally(
      tally,
      assessments.map(({ found, isDisruptive }) => ({ ...found, isDisruptive })),
    );
    const isLast = listed.nextToken === undefined;
    const common = isLast && newTally.unknown === newTally.assessed ? commonFailure(assessments) : undefined;
    if (common) throw common;
    await mapConcurrent(CONCURRENCY, assessments, ({ found }) =>
      dependencies.certificateStates.recordSweepResult(sweepId, found),
    );
    return { batch: { number: (batch?.number ?? 0) + 1, nextToken: listed.nextToken }, tally: newTally };
  };

/** The first failure, if all failures have the same name. */
function commonFailure([first, ...others]: readonly ListedAssessment[]): Error | undefined {
  return others.every(({ failure }) => failure?.name === first?.failure?.name) ? first?.failure : undefined;
}

export const handler = lambda(AssessBatch, () => assessBatch(assessmentDependencies()));
