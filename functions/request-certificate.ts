import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { stepFunctionsExecutions, type Executions } from '../shared/aws/executions';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { findHolder } from '../shared/checks/find-holder';
import { config, Deployment, Kept } from '../shared/config';
import { STACK_TAG, TAGS } from '../shared/domain/certificate-tags';
import { baseOf } from '../shared/domain/domain-name';
import { requestedAt } from '../shared/domain/requested-at';
import { CertificateInHandError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { obtainCertificate } from '../shared/obtain-certificate';
import { RequestCertificate, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly keptCertificates: KeptCertificates;
  readonly executions: Executions;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Gives the certificate of the request: one that is there already, or a new one that records in its tags what the service
 * must know of it for its whole life.
 *
 * @throws CertificateQuotaExceededError
 * @throws CertificateInHandError while what would be reused is being removed: it may be gone in the end
 */
export const requestCertificate =
  (needs: Dependencies) =>
  async ({ event, request, target }: Needs<typeof RequestCertificate>): Promise<Gives<typeof RequestCertificate>> => {
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
    if (origin === 'requested') return given;
    // First the mark, then the look: a removal takes the certificate in hand first, and then looks for the mark.
    await needs.keptCertificates.noteRequested(certificateArn, requestedAt(event) ?? needs.now());
    const { heldBy, isHeld } = await findHolder(certificateArn, needs);
    if (isHeld && isRemoval(heldBy, needs.stack)) {
      throw new CertificateInHandError(`${certificateArn} is being removed by ${heldBy}`);
    }
    if (choice) await needs.certificates.tag(certificateArn, choice);
    return given;
  };

const isRemoval = (executionArn = '', stack: string) => executionArn.includes(`:${stack}-retire-domain:`);

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({
    certificates: acmCertificates(),
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    executions: stepFunctionsExecutions(),
    ...config(Deployment),
    now: () => new Date(),
  }),
);
