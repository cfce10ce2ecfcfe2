import { acmCertificates } from '../../shared/aws/certificates';
import { obtainCertificate } from '../../shared/certificates/obtain-certificate';
import { config, StackName } from '../../shared/config';
import { FIRST_WAIT } from '../../shared/domain/certificate/issuance';
import { STACK_TAG, TAGS } from '../../shared/domain/certificate/tags';
import { baseOf } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import { type ExistingCertificate, type Input, type Output, RequestReplacement } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/**
 * Obtains the certificate that replaces the given one: the one that an earlier attempt chose or requested, another managed one that
 * expires later, or a new one with the same tags.
 *
 * @throws CertificateQuotaExceededError
 */
export const requestReplacement =
  (dependencies: Dependencies) =>
  async ({
    certificate,
    names,
    attachments,
  }: Input<typeof RequestReplacement>): Promise<Output<typeof RequestReplacement>> => {
    const hostedZoneId = certificate.tags[TAGS.hostedZone];
    const verify = certificate.tags[TAGS.verify];
    const target = certificate.tags[TAGS.target] ?? attachments.find(({ port }) => port === 443)?.loadBalancerArn;
    const managementTags = {
      [STACK_TAG]: dependencies.stack,
      [TAGS.domain]: baseOf(names.domainName),
      ...(target !== undefined && { [TAGS.target]: target }),
      ...(hostedZoneId !== undefined && { [TAGS.hostedZone]: hostedZoneId }),
      ...(verify !== undefined && { [TAGS.verify]: verify }),
      [TAGS.keyAlgorithm]: names.keyAlgorithm,
      [TAGS.replaces]: certificate.certificateArn,
    };
    const { domainNames, keyAlgorithm } = names;
    const tags = { ...inheritedTags(certificate), ...managementTags };
    const replacement = await obtainCertificate(
      { domainNames, keyAlgorithm, tags, replaces: certificate },
      dependencies,
    );
    return { replacement, wait: FIRST_WAIT };
  };

/** ACM allows 50 tags (ACM user guide, "Tag restrictions"); this service uses up to nine. */
const MAX_INHERITED_TAGS = 41;
const MANAGEMENT_TAGS: ReadonlySet<string> = new Set([STACK_TAG, ...Object.values(TAGS)]);

/** The user's tags on the certificate, limited to what ACM allows in addition to the management tags. */
function inheritedTags({ tags }: ExistingCertificate): Record<string, string> {
  const userTags = Object.entries(tags).filter(([key]) => !MANAGEMENT_TAGS.has(key) && !/^aws:/i.test(key));
  return Object.fromEntries(userTags.slice(0, MAX_INHERITED_TAGS));
}

export const handler = lambda(RequestReplacement, () =>
  requestReplacement({ certificates: acmCertificates(), ...config(StackName) }),
);
