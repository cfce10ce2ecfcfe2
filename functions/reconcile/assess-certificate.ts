import type { AssessmentDependencies } from '../../shared/assess/assess-listed';
import { assessmentDependencies } from '../../shared/assess/assessment-dependencies';
import { type GatheredFacts, gatherFacts } from '../../shared/assess/gather-facts';
import { assess } from '../../shared/domain/assessment/assessment';
import { TAGS } from '../../shared/domain/certificate/tags';
import { issuableKeyAlgorithm } from '../../shared/domain/names/certificate-names';
import { baseOf } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import { AssessCertificate, type Input, type Output } from '../../shared/steps';

/** Assesses a certificate, and returns what the states that act on the verdict need. */
export const assessCertificate =
  ({ lifecycle, ...sources }: AssessmentDependencies) =>
  async ({
    certificateArn,
    assessment: previous,
  }: Input<typeof AssessCertificate>): Promise<Output<typeof AssessCertificate>> => {
    const gathered = await gatherFacts(certificateArn, sources);
    const attempts = previous?.attempts ?? 0;
    const assessment = assess(gathered.facts, sources.now(), lifecycle, attempts);
    return { assessment: { ...assessment, attempts: attempts + 1 }, ...partsOf(gathered) };
  };

function partsOf({
  facts,
  tags,
  zones,
  wantedNames,
  target,
}: GatheredFacts): Omit<Output<typeof AssessCertificate>, 'assessment'> {
  const { certificateArn, description, wantedKeyAlgorithm } = facts;
  const [commonName, ...others] = wantedNames;
  if (!description || commonName === undefined) return {};
  const { type, notAfter, serial, keyAlgorithm } = description;
  const recorded = tags[TAGS.domain];
  const isRecordedWanted = wantedNames.some((name) => baseOf(name) === recorded);
  return {
    certificate: { certificateArn, domainName: recorded ?? commonName, type, notAfter, serial, tags: { ...tags } },
    names: {
      domainName: isRecordedWanted && recorded !== undefined ? recorded : commonName,
      domainNames: [commonName, ...others],
      keyAlgorithm: issuableKeyAlgorithm(wantedKeyAlgorithm ?? keyAlgorithm),
    },
    zones: [...zones],
    attachments: [...facts.attachments],
    target,
  };
}

export const handler = lambda(AssessCertificate, () => assessCertificate(assessmentDependencies()));
