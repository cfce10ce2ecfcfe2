import { acmCertificates } from '../../shared/aws/certificates';
import { obtainCertificate } from '../../shared/certificates/obtain-certificate';
import { config, Deployment } from '../../shared/config';
import { STACK_TAG, TAGS } from '../../shared/domain/certificate/tags';
import { baseOf } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import { type Input, type Output, RequestReplacement, type Subject } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/**
 * Gives the certificate that takes the subject's place: the one that an earlier attempt chose or requested, another managed
 * one that is as good and lives longer, or a new one with the same tags.
 *
 * @throws CertificateQuotaExceededError
 */
export const requestReplacement =
  (dependencies: Dependencies) =>
  async ({
    subject,
    request,
    attachments,
  }: Input<typeof RequestReplacement>): Promise<Output<typeof RequestReplacement>> => {
    const hostedZoneId = subject.tags[TAGS.hostedZone];
    const target = subject.tags[TAGS.target] ?? attachments[0]?.loadBalancerArn;
    const ours = {
      [STACK_TAG]: dependencies.stack,
      [TAGS.domain]: baseOf(request.domainName),
      ...(target !== undefined && { [TAGS.target]: target }),
      ...(hostedZoneId !== undefined && { [TAGS.hostedZone]: hostedZoneId }),
      [TAGS.keyAlgorithm]: request.keyAlgorithm,
      [TAGS.replaces]: subject.certificateArn,
    };
    const { domainNames, keyAlgorithm } = request;
    const tags = { ...inheritedTags(subject), ...ours };
    return obtainCertificate({ domainNames, keyAlgorithm, tags, instead: subject }, dependencies);
  };

/** ACM takes 50 tags (ACM user guide, "Tag restrictions"); eight are ours in the end. */
const INHERITED_TAGS = 42;
const OURS: ReadonlySet<string> = new Set([STACK_TAG, ...Object.values(TAGS)]);

/** The tags that people gave the subject. An imported certificate may have more of them than leave room for ours. */
function inheritedTags({ tags }: Subject): Record<string, string> {
  const theirs = Object.entries(tags).filter(([key]) => !OURS.has(key) && !/^aws:/i.test(key));
  return Object.fromEntries(theirs.slice(0, INHERITED_TAGS));
}

export const handler = lambda(RequestReplacement, () =>
  requestReplacement({ certificates: acmCertificates(), ...config(Deployment) }),
);
