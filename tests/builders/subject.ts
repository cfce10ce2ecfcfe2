import type { AssessCertificate, AttachReplacement, Input, Output, Subject } from '../../shared/steps';
import { DNS_NAME, HTTPS_443, LOAD_BALANCER } from './document';

/** A managed certificate as assess-certificate hands it on. */
export const aSubject = (certificateArn: string, changes: Partial<Subject> = {}): Subject => ({
  certificateArn,
  domainName: 'app.example.com',
  type: 'AMAZON_ISSUED',
  tags: { 'acm-autopilot:stack': 'test', 'acm-autopilot:target': LOAD_BALANCER },
  ...changes,
});

/** The names and the key that a certificate must have. */
export const someNames: NonNullable<Output<typeof AssessCertificate>['request']> = {
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  keyAlgorithm: 'RSA_2048',
};

/** Where a certificate is attached, as one step hands it on to the next. */
export type Attachments = Input<typeof AttachReplacement>['attachments'];

/** A place where the load balancer `web` has a certificate. */
export const anAttachment = (changes: Partial<Attachments[number]> = {}): Attachments[number] => ({
  loadBalancerArn: LOAD_BALANCER,
  dnsName: DNS_NAME,
  scheme: 'internet-facing',
  ipAddressType: 'ipv4',
  listenerArn: HTTPS_443,
  port: 443,
  as: 'sni',
  ...changes,
});
