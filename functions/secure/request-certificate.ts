import { readEnvelope } from '../../events/envelope';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { acmCertificates } from '../../shared/aws/certificates';
import { stepFunctionsExecutions } from '../../shared/aws/executions';
import { findLock } from '../../shared/certificates/find-lock';
import { obtainCertificate } from '../../shared/certificates/obtain-certificate';
import { findTags } from '../../shared/certificates/require-certificate';
import { CertificateStateTable, config, StackName } from '../../shared/config';
import { FIRST_WAIT } from '../../shared/domain/certificate/issuance';
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
 * Reuses a certificate or requests a new one, whose tags record what the service needs to manage it: the load balancer is that of the
 * latest request.
 *
 * @throws CertificateQuotaExceededError
 * @throws CertificateLockedError while the certificate to reuse is being removed, because it may be deleted
 */
export const requestCertificate =
  (dependencies: Dependencies) =>
  async ({
    event,
    request,
    names,
    target,
  }: Input<typeof RequestCertificate>): Promise<Output<typeof RequestCertificate>> => {
    const { domainName, domainNames, keyAlgorithm } = names;
    const { hostedZoneId, verify } = request;
    const chosenTags = {
      ...(hostedZoneId !== undefined && { [TAGS.hostedZone]: hostedZoneId }),
      ...(verify !== undefined && { [TAGS.verify]: String(verify) }),
    };
    const tags = {
      ...request.tags,
      [STACK_TAG]: dependencies.stack,
      [TAGS.domain]: baseOf(domainName),
      [TAGS.target]: target.loadBalancerArn,
      [TAGS.keyAlgorithm]: keyAlgorithm,
      ...chosenTags,
    };
    const certificate = await obtainCertificate({ domainNames, keyAlgorithm, tags }, dependencies);
    const { certificateArn, origin } = certificate;
    if (origin === 'requested') return { certificate, wait: FIRST_WAIT };
    // Recorded before the lock is read: a removal acquires the lock before it reads the recorded request.
    const isLatest = await dependencies.certificateStates.recordRequest(
      certificateArn,
      readEnvelope(event).sentAt ?? dependencies.now(),
    );
    const { lockedBy, isLocked } = await findLock(certificateArn, dependencies);
    if (isLocked && isRemoval(lockedBy, dependencies.stack)) {
      throw new CertificateLockedError(`${certificateArn} is being removed by ${lockedBy}`);
    }
    const targetTags = isLatest && { [TAGS.target]: target.loadBalancerArn };
    await correctTags(certificateArn, { ...chosenTags, ...targetTags }, dependencies);
    return { certificate, wait: FIRST_WAIT };
  };

/** With the tag of the stack, without which IAM would refuse the call. */
async function correctTags(
  certificateArn: string,
  tags: Readonly<Record<string, string>>,
  { certificates, stack }: Dependencies,
): Promise<void> {
  const existing = await findTags(certificateArn, certificates);
  const isCorrect = Object.entries(tags).every(([key, value]) => existing?.[key] === value);
  if (!isCorrect) await certificates.addTags(certificateArn, { [STACK_TAG]: stack, ...tags });
}

const isRemoval = (executionArn = '', stack: string) => executionArn.includes(`:${stack}-retire-domain:`);

export const handler = lambda(RequestCertificate, () =>
  requestCertificate({
    certificates: acmCertificates(),
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    executions: stepFunctionsExecutions(),
    ...config(StackName),
    now: () => new Date(),
  }),
);
