import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { config, Deployment } from '../shared/config';
import { STACK_TAG, TAGS } from '../shared/domain/certificate-tags';
import { baseOf } from '../shared/domain/domain-name';
import { lambda } from '../shared/lambda';
import { obtainCertificate } from '../shared/obtain-certificate';
import { RequestCertificate, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly stack: string;
}

/**
 * Gives the certificate of the request: one that is there already, or a new one that records in its tags what the service
 * must know of it for its whole life.
 *
 * @throws CertificateQuotaExceededError
 */
export const requestCertificate =
  (needs: Dependencies) =>
  async ({ request, target }: Needs<typeof RequestCertificate>): Promise<Gives<typeof RequestCertificate>> => {
    const { domainName, domainNames, keyAlgorithm, hostedZoneId } = request;
    const choice = hostedZoneId !== undefined && { [STACK_TAG]: needs.stack, [TAGS.hostedZone]: hostedZoneId };
    const tags = {
      ...request.tags,
      [STACK_TAG]: needs.stack,
      [TAGS.domain]: baseOf(domainName),
      [TAGS.target]: target.loadBalancerArn,
      [TAGS.keyAlgorithm]: keyAlgorithm,
      ...choice,
    };
    const given = await obtainCertificate({ domainNames, keyAlgorithm, tags }, needs);
    const { certificateArn, origin } = given.certificate;
    if (origin === 'reused' && choice) await needs.certificates.tag(certificateArn, choice);
    return given;
  };

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({ certificates: acmCertificates(), ...config(Deployment) }),
);
