import type { CertificateFacts } from '../../shared/domain/assessment/facts';
import type { CertificateDescription } from '../../shared/domain/certificate/description';
import { DAY_MILLISECONDS } from '../../shared/domain/certificate/renewal';
import { DNS_NAME, HTTPS_443, LOAD_BALANCER } from './document';

export const NOW = new Date('2026-11-23T08:00:00Z');
const ARN = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';

/** A time this many days after {@link NOW}, plus a minute, so that the whole number of days is left. */
export const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MILLISECONDS + 60_000).toISOString();

/** A certificate in use, in the middle of its validity. */
const aDescription = (changes: Partial<CertificateDescription> = {}): CertificateDescription => ({
  certificateArn: ARN,
  domainNames: ['app.example.com'],
  keyAlgorithm: 'RSA_2048',
  status: 'ISSUED',
  type: 'AMAZON_ISSUED',
  createdAt: inDays(-98),
  issuedAt: inDays(-98),
  notBefore: inDays(-98),
  notAfter: inDays(100),
  serial: '0a:01',
  validationMethod: 'DNS',
  validations: [],
  inUseBy: [LOAD_BALANCER],
  renewalEligibility: 'ELIGIBLE',
  ...changes,
});

const record = {
  name: '_x1.app.example.com',
  value: '_y2.app.acm-validations.aws',
  zoneId: 'Z1',
  existing: ['_y2.app.acm-validations.aws'],
  seen: { values: ['_y2.app.acm-validations.aws'] },
};
/** The correct validation record of {@link aDescription}. */
export const aRecord = (changes: Partial<CertificateFacts['records'][number]> = {}) => ({ ...record, ...changes });

/** The facts of a healthy, managed certificate. */
export const someFacts = (
  changes: Partial<CertificateFacts> = {},
  described: Partial<CertificateDescription> = {},
): CertificateFacts => ({
  certificateArn: ARN,
  description: aDescription(described),
  isManaged: true,
  replaceImported: false,
  targetArn: LOAD_BALANCER,
  reattachments: [],
  isLeftAlone: false,
  otherManagers: [],
  attachments: [
    {
      loadBalancerArn: LOAD_BALANCER,
      dnsName: DNS_NAME,
      scheme: 'internet-facing',
      ipAddressType: 'ipv4',
      listenerArn: HTTPS_443,
      port: 443,
      as: 'sni',
    },
  ],
  forbiddenTargets: [],
  obstacles: [],
  records: [aRecord()],
  served: [{ loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', serial: 'a01', notAfter: inDays(100) }],
  ...changes,
});
