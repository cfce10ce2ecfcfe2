import type { Verdict } from '../shared/domain/assessment/verdict';
import { DAY_MILLISECONDS } from '../shared/domain/certificate/renewal';
import type { SweptCertificate } from '../shared/domain/inventory/swept-certificate';

const AT = new Date('2026-11-24T08:02:11Z');
const ACCOUNT = '111122223333';
const ELB = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:loadbalancer/app`;
const WEB = `${ELB}/web/50dc6c495c0c9188`;
const API = `${ELB}/api/1f7e2b90c3d84a55`;
const SHOP = `${ELB}/shop-front/9a0c41d27be6f318`;
const INTERNAL = `${ELB}/internal-tools/77b2c1aa93f04e61`;
const CLOUDFRONT = `arn:aws:cloudfront::${ACCOUNT}:distribution/E2QWRUHAPOMQZL`;

/** The results of a sweep in a mid-sized company: certificates of every kind, including imported and unmanaged ones. */
export function exampleFindings() {
  const swept = [
    a(1, 'app.example.com', 161, { names: ['*.app.example.com'], by: [WEB] }),
    a(2, 'www.example.com', 152, { names: ['example.com'], by: [WEB] }),
    a(3, 'api.example.com', 171, { names: ['v2.api.example.com', 'v3.api.example.com'], by: [API] }),
    a(4, 'status.example.com', 97, { by: [WEB] }),
    a(5, 'docs.example.com', 112, { by: [WEB] }),
    a(6, 'shop.example.com', 188, { names: ['checkout.shop.example.com', '*.shop.example.com'], by: [SHOP] }),
    a(7, 'media.example.com', 66, { by: [SHOP], key: 'EC_prime256v1' }),
    a(8, 'bücher.example.com', 141, { by: [SHOP] }),
    a(9, 'login.example.com', 41, {
      by: [API, WEB],
      verdict: 'renewing',
      reason: 'ACM is renewing it: PENDING_AUTO_RENEWAL.',
    }),
    a(10, 'mail.example.com', 24, {
      by: [WEB],
      verdict: 'blocked',
      reason:
        'mail.example.com: the CAA records at example.com allow digicert.com alone, and none of Amazon’s issuers (amazon.com, amazontrust.com, awstrust.com, amazonaws.com).',
      healthIssue: 'CaaForbidsAmazonError',
    }),
    a(11, 'legacy.example.com', 88, {
      by: [INTERNAL],
      other: '4f:02:9c:11:ab:6e',
      verdict: 'not-served',
      reason: `${INTERNAL} serves legacy.example.com with certificate 4f029c11ab6e.`,
      healthIssue: 'ServedCertificateMismatchError',
    }),
    a(12, 'tickets.example.com', 12, {
      by: [WEB],
      verdict: 'replace',
      reason: 'ACM has not renewed it with 14 days left.',
      healthIssue: 'CertificateBeingReplaced',
    }),
    a(13, 'grafana.tools.example.com', 134, {
      by: [INTERNAL],
      verdict: 'repair-validation',
      reason:
        'Route 53 lacks _9f2c41d27be6f318a0.grafana.tools.example.com CNAME _b1d0.acm-validations.aws in zone Z0Q45BIQXHXEW8WRPVTLD.',
      healthIssue: 'ValidationRecordMissing',
    }),
    a(14, 'beta.example.com', 175, {
      by: [],
      verdict: 'not-in-use',
      reason: 'It is not in use, and ACM renews only certificates in use.',
      healthIssue: 'CertificateNotInUse',
    }),
    a(15, 'old-shop.example.com', 33, {
      by: [],
      verdict: 'retired',
      reason: 'It was retired on 2026-11-20T09:12:44Z and is retained for the grace period.',
    }),
    a(16, 'payments.example.com', 193, { by: [API], key: 'EC_secp384r1' }),
    a(17, 'partners.example.com', 19, {
      type: 'IMPORTED',
      by: [API],
      isManaged: false,
      life: 365,
      verdict: 'imported-expiring',
      reason: `ACM does not renew imported certificates. It is used by ${API}.`,
      healthIssue: 'ImportedCertificateExpiring',
    }),
    a(18, 'cdn.example.net', 121, {
      by: [CLOUDFRONT],
      isManaged: false,
      verdict: 'not-managed',
      reason: "It does not have this deployment's tag.",
    }),
    a(19, 'vpn.example.org', 305, {
      type: 'IMPORTED',
      by: [INTERNAL],
      isManaged: false,
      life: 395,
      verdict: 'unverified',
      reason: 'It was imported and does not expire soon.',
    }),
  ];
  const massChange = { wouldChange: 1, allowed: 3, isRefused: false };
  const executionArn = `arn:aws:states:eu-west-1:${ACCOUNT}:execution:acm-autopilot-prod-sweep:d8f1c3`;
  return { swept, at: AT, stack: 'acm-autopilot-prod', executionArn, massChange };
}

interface Example {
  readonly names?: readonly string[];
  /** ARNs of the resources that use it. */
  readonly by: readonly string[];
  /** The serial number of the certificate that is served instead. */
  readonly other?: string;
  readonly verdict?: Verdict;
  readonly reason?: string;
  readonly healthIssue?: string;
  readonly type?: string;
  readonly key?: string;
  readonly isManaged?: boolean;
  /** The validity in days. */
  readonly life?: number;
}

function a(n: number, domainName: string, daysLeft: number, example: Example): SweptCertificate {
  const { names = [], by, other, verdict = 'healthy', reason = 'Every check passed.', life = 198 } = example;
  const notAfter = AT.getTime() + (daysLeft + 0.6) * DAY_MILLISECONDS;
  const id = `${(0x53892c3f + n * 0x1d2b3a5).toString(16)}-2954-4ba0-8c20-${(0x862dd2ed8da4 + n * 7919).toString(16)}`;
  return {
    certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/${id}`,
    domainName,
    domainNames: [domainName, ...names],
    type: example.type ?? 'AMAZON_ISSUED',
    keyAlgorithm: example.key ?? 'RSA_2048',
    verdict,
    reasons: [reason],
    healthIssue: example.healthIssue,
    isManaged: example.isManaged ?? true,
    isInUse: by.length > 0,
    daysLeft,
    notBefore: new Date(notAfter - life * DAY_MILLISECONDS).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    serial: `39:2b:37:c6:19:2b:d8:42:99:76:87:7f:39:16:b0:${(n + 0x40).toString(16)}`,
    usedBy: [...by],
    served: by
      .filter((arn) => arn.startsWith(ELB))
      .map((loadBalancerArn) => ({ loadBalancerArn, domainName, ...(other !== undefined && { otherSerial: other }) })),
    isDue: false,
  };
}
