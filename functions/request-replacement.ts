import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { findOrRequest } from '../shared/checks/find-or-request';
import { config, Deployment, STACK_TAG, TAGS } from '../shared/config';
import { baseOf } from '../shared/domain/domain-name';
import { lambda } from '../shared/lambda';
import { RequestReplacement, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/** Tags that are about the certificate that goes, not about the one that comes; AWS's own cannot be set. */
const isLeftBehind = (key: string) =>
  key.startsWith('aws:') || [TAGS.retired, TAGS.replacedBy, TAGS.replaceImported].some((tag) => tag === key);

/**
 * Gives the certificate that takes the subject's place: the one that it was replaced by when this was begun before, else one
 * with the names and key that are wanted and the subject's tags.
 *
 * @throws CertificateQuotaExceededError
 */
export const requestReplacement =
  ({ certificates, stack }: Dependencies) =>
  async ({
    subject,
    request,
    attachments,
  }: Needs<typeof RequestReplacement>): Promise<Gives<typeof RequestReplacement>> => {
    const { certificateArn: insteadOf, tags: before } = subject;
    const replacedBy = before[TAGS.replacedBy];
    if (replacedBy !== undefined && (await certificates.describe(replacedBy))?.status === 'ISSUED') {
      return { certificate: { certificateArn: replacedBy, origin: 'reused' } };
    }
    const kept = Object.entries(before).filter(([key]) => !isLeftBehind(key));
    const target = before[TAGS.target] ?? attachments[0]?.loadBalancerArn;
    const { domainName, domainNames, keyAlgorithm } = request;
    const tags = {
      ...Object.fromEntries(kept),
      [STACK_TAG]: stack,
      [TAGS.domain]: baseOf(domainName),
      ...(target !== undefined && { [TAGS.target]: target }),
      [TAGS.keyAlgorithm]: keyAlgorithm,
      [TAGS.replaces]: insteadOf,
    };
    return { certificate: await findOrRequest({ domainNames, keyAlgorithm, tags, insteadOf }, certificates, stack) };
  };

export const handler = lambda(RequestReplacement, () =>
  requestReplacement({ certificates: acmCertificates(), ...config(Deployment) }),
);
