import type { LoadBalancer } from '../aws/load-balancers';
import type { Policy } from '../config';
import { isAllowedLoadBalancer } from '../domain/allowed-load-balancer';
import type { FoundAttachments } from './find-attachments';

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
