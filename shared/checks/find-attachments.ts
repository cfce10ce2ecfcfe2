import type { LoadBalancer, LoadBalancers } from '../aws/load-balancers';
import type { Attachment, CertificateDescription } from '../domain/certificate-facts';
import { TAGS } from '../domain/certificate-tags';
import { placeOf, secureListeners } from '../domain/listener';
import { isApplicationLoadBalancer } from '../domain/load-balancer-arn';
import { TargetNotFoundError } from '../errors';

/** A certificate's places on the load balancers of this account and Region. */
export interface FoundAttachments {
  readonly attachments: Attachment[];
  /** The load balancers that were found, attached or not. */
  readonly loadBalancers: LoadBalancer[];
}

/**
 * Looks on every secure listener of the load balancers that may have the certificate: those that use it, and the one that
 * its tag records. Consumers of other kinds, and load balancers that are gone or belong to AWS (as API Gateway's do), are
 * left out.
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
    const loadBalancer = isApplicationLoadBalancer(arn) ? await findIfThere(arn, loadBalancers) : undefined;
    if (!loadBalancer) continue;
    found.push(loadBalancer);
    const { loadBalancerArn, dnsName, scheme, ipAddressType } = loadBalancer;
    for (const { listenerArn, port } of secureListeners(await loadBalancers.listeners(arn))) {
      const as = placeOf(certificateArn, await loadBalancers.certificates(listenerArn));
      if (as) attachments.push({ loadBalancerArn, dnsName, scheme, ipAddressType, listenerArn, port, as });
    }
  }
  return { attachments, loadBalancers: found };
}

async function findIfThere(arn: string, loadBalancers: LoadBalancers): Promise<LoadBalancer | undefined> {
  try {
    return await loadBalancers.find(arn);
  } catch (error) {
    if (error instanceof TargetNotFoundError) return undefined;
    throw error;
  }
}
