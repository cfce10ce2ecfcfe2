import { acmCertificates, type Certificates, type ListedCertificate } from '../shared/aws/certificates';
import { config, Deployment, STACK_TAG } from '../shared/config';
import { baseOf } from '../shared/domain/domain-name';
import { idempotencyToken } from '../shared/domain/idempotency-token';
import { issuanceOf } from '../shared/domain/issuance';
import { lambda } from '../shared/lambda';
import { RequestCertificate, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/**
 * Gives the managed certificate that has exactly these names and this key type, whether issued or still pending; asks ACM
 * for a new one only when there is none. ACM's own idempotency lasts an hour, a certificate for months.
 */
export const requestCertificate =
  ({ certificates, stack }: Dependencies) =>
  async ({ request, target }: Needs<typeof RequestCertificate>): Promise<Gives<typeof RequestCertificate>> => {
    const { domainNames, keyAlgorithm } = request;
    const managed: ListedCertificate[] = [];
    for (const candidate of await certificates.withNames(domainNames)) {
      if (candidate.keyAlgorithm !== keyAlgorithm) continue;
      const tags = await certificates.tags(candidate.certificateArn);
      if (tags[STACK_TAG] === stack) managed.push(candidate);
    }
    const inState = (state: string) => managed.filter(({ status }) => issuanceOf(status).state === state);
    const reusable = inState('issued')[0] ?? inState('pending')[0];
    if (reusable) return { certificate: { certificateArn: reusable.certificateArn, origin: 'reused' } };

    const failed = inState('failed').map(({ certificateArn }) => certificateArn);
    const certificateArn = await certificates.request({
      domainNames,
      keyAlgorithm,
      idempotencyToken: idempotencyToken(stack, domainNames, keyAlgorithm, failed),
      tags: {
        ...request.tags,
        [STACK_TAG]: stack,
        // A tag's value may not have the asterisk of a wildcard.
        'acm-autopilot:domain': baseOf(request.domainName),
        'acm-autopilot:target': target.loadBalancerArn,
      },
    });
    return { certificate: { certificateArn, origin: 'requested' } };
  };

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({ certificates: acmCertificates(), ...config(Deployment) }),
);
