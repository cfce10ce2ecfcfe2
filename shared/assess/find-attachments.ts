import type { DeploymentPolicy } from '../config';
import type { Attachment } from '../domain/assessment/facts';
import type { CertificateDescription } from '../domain/certificate/description';
import { TAGS } from '../domain/certificate/tags';
import {
  isAllowedLoadBalancer,
  isApplicationLoadBalancer,
  attachmentKind,
  httpsListener,
  type Listener,
  loadBalancerName,
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
  /** The load balancer in its tag, or the one that was created anew under the same name; absent if there is neither. */
  readonly target?: FoundTarget | undefined;
}

/** A load balancer, and its HTTPS:443 listener or why it has none. */
export interface FoundTarget {
  readonly loadBalancer: LoadBalancer;
  readonly listener?: Listener | undefined;
  readonly problem?: string | undefined;
}

/**
 * Finds the HTTPS and TLS listeners that have the certificate, on the load balancers that use it and on its target. Ignores other AWS
 * resources, and load balancers that do not exist or belong to AWS (such as API Gateway's).
 */
export async function findAttachments(
  { certificateArn, inUseBy }: CertificateDescription,
  tags: Readonly<Record<string, string>>,
  loadBalancers: LoadBalancers,
): Promise<FoundAttachments> {
  const target = await findTarget(tags[TAGS.target], loadBalancers);
  const attachments: Attachment[] = [];
  const found: LoadBalancer[] = [];
  for (const arn of new Set([...inUseBy, ...(target ? [target.loadBalancer.loadBalancerArn] : [])])) {
    const loadBalancer = isApplicationLoadBalancer(arn) ? await findIfExists(arn, loadBalancers) : undefined;
    if (!loadBalancer) continue;
    found.push(loadBalancer);
    const { loadBalancerArn, dnsName, scheme, ipAddressType } = loadBalancer;
    for (const { listenerArn, port } of secureListeners(await loadBalancers.listeners(arn))) {
      const as = attachmentKind(certificateArn, await loadBalancers.certificates(listenerArn));
      if (as) attachments.push({ loadBalancerArn, dnsName, scheme, ipAddressType, listenerArn, port, as });
    }
  }
  return { attachments, loadBalancers: found, target };
}

/** A load balancer that was created anew has another ARN; no other one of the account and Region can have its name. */
async function findTarget(tagged: string | undefined, loadBalancers: LoadBalancers): Promise<FoundTarget | undefined> {
  if (tagged === undefined || !isApplicationLoadBalancer(tagged)) return undefined;
  const existing = await findIfExists(tagged, loadBalancers);
  const named = existing ?? (await findIfExists(loadBalancerName(tagged), loadBalancers));
  const isSame = named && withoutId(named.loadBalancerArn) === withoutId(tagged);
  if (!isSame) return undefined;
  const https = httpsListener(await loadBalancers.listeners(named.loadBalancerArn));
  if ('problem' in https) return { loadBalancer: named, problem: `${named.name}: ${https.problem}` };
  if (https.listener) return { loadBalancer: named, listener: https.listener };
  return { loadBalancer: named, problem: `${named.name} has no HTTPS:443 listener any more` };
}

const withoutId = (arn: string) => arn.slice(0, arn.lastIndexOf('/'));

async function findIfExists(nameOrArn: string, loadBalancers: LoadBalancers): Promise<LoadBalancer | undefined> {
  try {
    return await loadBalancers.find(nameOrArn);
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
