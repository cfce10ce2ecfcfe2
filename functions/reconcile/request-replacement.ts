import { acmCertificates } from '../../shared/aws/certificates';
import { obtainCertificate } from '../../shared/certificates/obtain-certificate';
import { config, StackName } from '../../shared/config';
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
 * Obtains the certificate that replaces the subject: the one that an earlier attempt chose or requested, another managed one that
 * expires later, or a new one with the same tags.
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
    const managementTags = {
      [STACK_TAG]: dependencies.stack,
      [TAGS.domain]: baseOf(request.domainName),
      ...(target !== undefined && { [TAGS.target]: target }),
      ...(hostedZoneId !== undefined && { [TAGS.hostedZone]: hostedZoneId }),
      [TAGS.keyAlgorithm]: request.keyAlgorithm,
      [TAGS.replaces]: subject.certificateArn,
    };
    const { domainNames, keyAlgorithm } = request;
    const tags = { ...inheritedTags(subject), ...managementTags };
    return obtainCertificate({ domainNames, keyAlgorithm, tags, replaces: subject }, dependencies);
  };

/** ACM allows 50 tags (ACM user guide, "Tag restrictions"); this service uses up to eight. */
const MAX_INHERITED_TAGS = 42;
const MANAGEMENT_TAGS: ReadonlySet<string> = new Set([STACK_TAG, ...Object.values(TAGS)]);

/** The user's tags on the subject, limited to what ACM allows in addition to the management tags. */
function inheritedTags({ tags }: Subject): Record<string, string> {
  const userTags = Object.entries(tags).filter(([key]) => !MANAGEMENT_TAGS.has(key) && !/^aws:/i.test(key));
  return Object.fromEntries(userTags.slice(0, MAX_INHERITED_TAGS));
}

export const handler = lambda(RequestReplacement, () =>
  requestReplacement({ certificates: acmCertificates(), ...config(StackName) }),
);
