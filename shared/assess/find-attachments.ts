import type { DeploymentPolicy } from '../config';
import type { Attachment } from '../domain/assessment/facts';
import type { CertificateDescription } from '../domain/certificate/description';
import { TAGS } from '../domain/certificate/tags';
import {
  isAllowedLoadBalancer,
  isApplicationLoadBalancer,
  attachmentKind,
  secureListeners,
} from '../domain/target/load-balancer';
import { TargetNotAllowedError, TargetNotFoundError } from '../errors';
import type { LoadBalancer, LoadBalancers } from '../ports/load-balancers';
import type { ManagedCertificate } from '../certificates/require-certificate';

/** The listeners of this account and Region that have a certificate. */
export interface FoundAttachments {
  readonly attachments: Attachment[];
  /** The load balancers that were found, even those without the certificate. */
  readonly loadBalancers: LoadBalancer[];
}

/**
 * Finds the HTTPS and TLS listeners that have the certificate, on the load balancers that use it and on the one in its tag. Ignores
 * other AWS resources, and load balancers that do not exist or belong to AWS (such as API Gateway's).
 */
export async function findAttachments(
  { certificateArn, inUseBy }: CertificateDescription,
  tags: Readonly<Record<string, string>>,
  loadBalancers: LoadBalancers,
): Promise<FoundAttachments> {
  const target = tags[TAGS.target];
  const attachments: Attachment[] = [];
  const found: LoadBalancer[] = [];
  for (const arn of new Set([...inUseBy, ...(target === undefined ? [] : [target])])) {
    const loadBalancer = isApplicationLoadBalancer(arn) ? await findIfExists(arn, loadBalancers) : undefined;
    if (!loadBalancer) continue;
    found.push(loadBalancer);
    const { loadBalancerArn, dnsName, scheme, ipAddressType } = loadBalancer;
    for (const { listenerArn, port } of secureListeners(await loadBalancers.listeners(arn))) {
      const as = attachmentKind(certificateArn, await loadBalancers.certificates(listenerArn));
      if (as) attachments.push({ loadBalancerArn, dnsName, scheme, ipAddressType, listenerArn, port, as });
    }
  }
  return { attachments, loadBalancers: found };
}

async function findIfExists(arn: string, loadBalancers: LoadBalancers): Promise<LoadBalancer | undefined> {
  try {
    return await loadBalancers.find(arn);
  } catch (error) {
    if (error instanceof TargetNotFoundError) return undefined;
    throw error;
  }
}

/** The load balancers that have the certificate but that this deployment may not change. */
export const forbiddenLoadBalancers = (
  { attachments, loadBalancers }: FoundAttachments,
  { allowedLoadBalancers }: DeploymentPolicy,
): LoadBalancer[] =>
  loadBalancers.filter(
    ({ loadBalancerArn, name }) =>
      !isAllowedLoadBalancer(name, allowedLoadBalancers) &&
      attachments.some((attachment) => attachment.loadBalancerArn === loadBalancerArn),
  );

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly policy: DeploymentPolicy;
}

/**
 * Finds the listeners that have the certificate.
 *
 * @throws TargetNotAllowedError when one is on a load balancer that this deployment may not change
 */
export async function findAllowedAttachments(
  { description, tags }: ManagedCertificate,
  { loadBalancers, policy }: Dependencies,
) {
  const found = await findAttachments(description, tags, loadBalancers);
  const [forbidden] = forbiddenLoadBalancers(found, policy);
  if (!forbidden) return found.attachments;
  throw new TargetNotAllowedError(
    `${description.certificateArn} is attached to ${forbidden.name}, which this deployment may not change (allowedLoadBalancers: ${policy.allowedLoadBalancers || 'none'})`,
  );
}
