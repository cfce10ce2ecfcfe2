import { randomUUID } from 'node:crypto';
import type {
  DescribeListenerCertificatesOutput,
  DescribeListenersOutput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListResourceRecordSetsResponse, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Cloud } from 'local-aws/cloud';
import type { Service } from 'local-aws/world';
import type { Certificate } from 'local-aws/acm/certificate';

/** The current certificates of an HTTPS listener. */
export interface SecureListener {
  readonly listenerArn: string;
  readonly defaultArn: string | undefined;
  /** Including the default. */
  readonly certificateArns: readonly string[];
}

/** Calls a service directly, without the account's rate limits and without faults. */
const ask = (cloud: Cloud, service: Service, operation: string, input: unknown): unknown =>
  service.operations[operation]?.(input, {
    service: service.signingName,
    operation,
    principal: `arn:aws:iam::${cloud.account}:root`,
    requestId: randomUUID(),
  });

/** A load balancer, as its owner sees it. */
export function loadBalancerOf(cloud: Cloud, loadBalancerArn: string): LoadBalancer {
  const input = { LoadBalancerArns: [loadBalancerArn] };
  const { LoadBalancers = [] } = ask(
    cloud,
    cloud.elbv2.service,
    'DescribeLoadBalancers',
    input,
  ) as DescribeLoadBalancersOutput;
  if (!LoadBalancers[0]) throw new Error(`there is no load balancer ${loadBalancerArn}`);
  return LoadBalancers[0];
}

/** The HTTPS listeners of a load balancer. */
export function secureListeners(cloud: Cloud, LoadBalancerArn: string): SecureListener[] {
  const { service } = cloud.elbv2;
  const { Listeners = [] } = ask(cloud, service, 'DescribeListeners', { LoadBalancerArn }) as DescribeListenersOutput;
  return Listeners.filter(({ Protocol }) => Protocol === 'HTTPS').map(({ ListenerArn = '' }) => {
    const input = { ListenerArn };
    const answer = ask(cloud, service, 'DescribeListenerCertificates', input) as DescribeListenerCertificatesOutput;
    const certificates = answer.Certificates ?? [];
    return {
      listenerArn: ListenerArn,
      defaultArn: certificates.find(({ IsDefault }) => IsDefault)?.CertificateArn,
      certificateArns: certificates.map(({ CertificateArn = '' }) => CertificateArn),
    };
  });
}

/** Takes a certificate off a listener, as another controller does. */
export const detach = (cloud: Cloud, ListenerArn: string, CertificateArn: string): unknown =>
  ask(cloud, cloud.elbv2.service, 'RemoveListenerCertificates', { ListenerArn, Certificates: [{ CertificateArn }] });

/** The record sets of a zone. */
export function recordsOf(cloud: Cloud, HostedZoneId: string): ResourceRecordSet[] {
  const input = { HostedZoneId, MaxItems: 300 };
  const answer = ask(cloud, cloud.route53.service, 'ListResourceRecordSets', input) as ListResourceRecordSetsResponse;
  return answer.ResourceRecordSets ?? [];
}

/** The service's documented tags, as visible in the account. */
const TAG = { stack: 'acm-autopilot:stack', retired: 'acm-autopilot:retired' };

/** The certificates that the service manages. */
export const managedCertificates = ({ acm }: Cloud): Certificate[] =>
  acm.certificates().filter(({ tags }) => tags.has(TAG.stack));

/** Whether it is out of service. */
export const isRetired = ({ tags }: Certificate): boolean => tags.has(TAG.retired);

/** Whether it is issued and has not expired. */
export const isValidAt = ({ status, issued }: Certificate, now: number): boolean =>
  status === 'ISSUED' && issued !== undefined && now < issued.notAfter;

/** Whether it covers a name, wildcards included. */
export const covers = ({ domainNames }: Certificate, name: string): boolean =>
  domainNames.some((each) => each === name || each === name.replace(/^[^.]+/, '*'));

/** Whether it has exactly these names. */
export const hasNames = ({ domainNames }: Certificate, names: readonly string[]): boolean =>
  domainNames.length === names.length && names.every((name) => domainNames.includes(name));
