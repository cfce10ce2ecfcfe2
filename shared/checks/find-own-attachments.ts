import type { LoadBalancers } from '../aws/load-balancers';
import type { Policy } from '../config';
import { TargetNotAllowedError } from '../errors';
import { findAttachments } from './find-attachments';
import type { ManagedCertificate } from './find-removed';
import { forbiddenLoadBalancers } from './forbidden-load-balancers';

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
