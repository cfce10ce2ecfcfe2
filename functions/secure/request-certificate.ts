import { readEnvelope } from '../../events/envelope';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { acmCertificates } from '../../shared/aws/certificates';
import { stepFunctionsExecutions } from '../../shared/aws/executions';
import { findLock } from '../../shared/certificates/find-lock';
import { obtainCertificate } from '../../shared/certificates/obtain-certificate';
import { CertificateStateTable, config, Deployment } from '../../shared/config';
import { STACK_TAG, TAGS } from '../../shared/domain/certificate/tags';
import { baseOf } from '../../shared/domain/names/domain-name';
import { CertificateLockedError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { Executions } from '../../shared/ports/executions';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, RequestCertificate } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly certificateStates: CertificateStates;
  readonly executions: Executions;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Gives the certificate of the request: one that is there already, or a new one that records in its tags what the service
 * must know of it for its whole life.
 *
 * @throws CertificateQuotaExceededError
 * @throws CertificateLockedError while what would be reused is being removed: it may be gone in the end
 */
export const requestCertificate =
  (dependencies: Dependencies) =>
  async ({ event, request, target }: Input<typeof RequestCertificate>): Promise<Output<typeof RequestCertificate>> => {
    const { domainName, domainNames, keyAlgorithm, hostedZoneId } = request;
    const choice = hostedZoneId !== undefined && { [STACK_TAG]: dependencies.stack, [TAGS.hostedZone]: hostedZoneId };
    const tags = {
      ...request.tags,
      [STACK_TAG]: dependencies.stack,
      [TAGS.domain]: baseOf(domainName),
      [TAGS.target]: target.loadBalancerArn,
      [TAGS.keyAlgorithm]: keyAlgorithm,
      ...choice,
    };
    const given = await obtainCertificate({ domainNames, keyAlgorithm, tags }, dependencies);
    const { certificateArn, origin } = given.certificate;
    if (origin === 'requested') return given;
    // First the mark, then the look: a removal takes the certificate in hand first, and then looks for the mark.
    await dependencies.certificateStates.recordRequest(
      certificateArn,
      readEnvelope(event).sentAt ?? dependencies.now(),
    );
    const { lockedBy, isLocked } = await findLock(certificateArn, dependencies);
    if (isLocked && isRemoval(lockedBy, dependencies.stack)) {
      throw new CertificateLockedError(`${certificateArn} is being removed by ${lockedBy}`);
    }
    if (choice) await dependencies.certificates.tag(certificateArn, choice);
    return given;
  };

const isRemoval = (executionArn = '', stack: string) => executionArn.includes(`:${stack}-retire-domain:`);

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({
    certificates: acmCertificates(),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    executions: stepFunctionsExecutions(),
    ...config(Deployment),
    now: () => new Date(),
  }),
);
