import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { findOrRequest } from '../shared/checks/find-or-request';
import { config, Deployment, STACK_TAG, TAGS } from '../shared/config';
import { baseOf } from '../shared/domain/domain-name';
import { lambda } from '../shared/lambda';
import { RequestCertificate, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/** Gives the certificate of the request: one that exists and is good, or a new one, tagged for its whole life. */
export const requestCertificate =
  ({ certificates, stack }: Dependencies) =>
  async ({ request, target }: Needs<typeof RequestCertificate>): Promise<Gives<typeof RequestCertificate>> => {
    const { domainName, domainNames, keyAlgorithm } = request;
    const tags = {
      ...request.tags,
      [STACK_TAG]: stack,
      [TAGS.domain]: baseOf(domainName),
      [TAGS.target]: target.loadBalancerArn,
      [TAGS.keyAlgorithm]: keyAlgorithm,
    };
    return { certificate: await findOrRequest({ domainNames, keyAlgorithm, tags }, certificates, stack) };
  };

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({ certificates: acmCertificates(), ...config(Deployment) }),
);
