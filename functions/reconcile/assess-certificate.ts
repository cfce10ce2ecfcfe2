import type { AssessmentDependencies } from '../../shared/assess/assess-listed';
import { assessmentDependencies } from '../../shared/assess/assessment-dependencies';
import { type Gathered, gatherFacts } from '../../shared/assess/gather-facts';
import { assess } from '../../shared/domain/assessment/assessment';
import { TAGS } from '../../shared/domain/certificate/tags';
import { issuableKey } from '../../shared/domain/names/certificate-names';
import { baseOf } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import { AssessCertificate, type Input, type Output } from '../../shared/steps';

/** Gathers the facts of a certificate, turns them into a verdict, and gives what acting on it needs. */
export const assessCertificate =
  ({ lifecycle, now, ...sources }: AssessmentDependencies) =>
  async ({
    certificateArn,
    assessment: before,
  }: Input<typeof AssessCertificate>): Promise<Output<typeof AssessCertificate>> => {
    const gathered = await gatherFacts(certificateArn, sources);
    const attempts = before?.attempts ?? 0;
    const assessment = assess(gathered.facts, now(), lifecycle, attempts);
    return { assessment: { ...assessment, attempts: attempts + 1 }, ...subjectOf(gathered) };
  };

function subjectOf({
  facts,
  tags,
  zones,
  wantedNames,
  target,
}: Gathered): Omit<Output<typeof AssessCertificate>, 'assessment'> {
  const { certificateArn, description, wantedKeyAlgorithm } = facts;
  const [commonName, ...others] = wantedNames;
  if (!description || commonName === undefined) return {};
  const { type, notAfter, serial, keyAlgorithm } = description;
  const recorded = tags[TAGS.domain];
  const isStillWanted = wantedNames.some((name) => baseOf(name) === recorded);
  return {
    subject: { certificateArn, domainName: recorded ?? commonName, type, notAfter, serial, tags: { ...tags } },
    request: {
      domainName: isStillWanted && recorded !== undefined ? recorded : commonName,
      domainNames: [commonName, ...others],
      keyAlgorithm: issuableKey(wantedKeyAlgorithm ?? keyAlgorithm),
    },
    zones: [...zones],
    attachments: [...facts.attachments],
    target,
  };
}

export const handler = lambda(AssessCertificate, () => assessCertificate(assessmentDependencies()));
