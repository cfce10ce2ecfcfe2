import type { Policy } from '../config';
import type { Attachment } from '../domain/assessment/facts';
import type { CertificateDescription } from '../domain/certificate/description';
import { TAGS } from '../domain/certificate/tags';
import {
  isAllowedLoadBalancer,
  isApplicationLoadBalancer,
  placeOf,
  secureListeners,
} from '../domain/target/load-balancer';
import { TargetNotAllowedError, TargetNotFoundError } from '../errors';
import type { LoadBalancer, LoadBalancers } from '../ports/load-balancers';
import type { ManagedCertificate } from '../certificates/require-certificate';

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

/** The load balancers that have a certificate and that this deployment may not change. */
export const forbiddenLoadBalancers = (
  { attachments, loadBalancers }: FoundAttachments,
  { allowedLoadBalancers }: Policy,
): LoadBalancer[] =>
  loadBalancers.filter(
    ({ loadBalancerArn, name }) =>
      !isAllowedLoadBalancer(name, allowedLoadBalancers) &&
      attachments.some((attachment) => attachment.loadBalancerArn === loadBalancerArn),
  );

interface Dependencies {
  readonly loadBalancers: LoadBalancers;
  readonly policy: Policy;
}

/**
 * Finds where the certificate is attached, all of it on load balancers that this deployment may change.
 *
 * @throws TargetNotAllowedError
 */
export async function findOwnAttachments(
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
