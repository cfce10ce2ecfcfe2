import type { AssessCertificate, AttachReplacement, ExistingCertificate, Input, Output } from '../../shared/steps';
import { DNS_NAME, HTTPS_443, LOAD_BALANCER } from './document';

/** A managed certificate as returned by assess-certificate. */
export const anExistingCertificate = (
  certificateArn: string,
  changes: Partial<ExistingCertificate> = {},
): ExistingCertificate => ({
  certificateArn,
  domainName: 'app.example.com',
  type: 'AMAZON_ISSUED',
  tags: { 'acm-autopilot:stack': 'test', 'acm-autopilot:target': LOAD_BALANCER },
  ...changes,
});

/** The names and key algorithm that a certificate must have. */
export const someNames: NonNullable<Output<typeof AssessCertificate>['names']> = {
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  keyAlgorithm: 'RSA_2048',
};

/** The attachments of a certificate, as passed between steps. */
export type Attachments = Input<typeof AttachReplacement>['attachments'];

/** An attachment to the load balancer `web`. */
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
