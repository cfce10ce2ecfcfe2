import { createHash } from 'node:crypto';
import { DAY_MILLISECONDS } from '../../shared/domain/certificate/renewal';
import type { SweptCertificate } from '../../shared/domain/inventory/swept-certificate';
import { aSweptCertificate } from './swept-certificate';

const AT = Date.parse('2026-11-24T08:02:11Z');

/** The certificates of a large account: most are healthy, every twentieth has a health issue, and every tenth is unmanaged. */
export const manyCertificates = (count: number): SweptCertificate[] =>
  Array.from({ length: count }, (_, n) => {
    const hash = createHash('sha256').update(String(n)).digest('hex');
    const domainName = `service-${n}.team-${n % 40}.example.com`;
    const loadBalancerArn = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web-${n % 100}/50dc6c495c0c9188`;
    const daysLeft = 20 + (n % 170);
    const expiry = AT + (daysLeft + 0.5) * DAY_MILLISECONDS;
    const isManaged = n % 10 !== 9;
    return aSweptCertificate({
      certificateArn: `arn:aws:acm:eu-west-1:111122223333:certificate/${hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5')}`,
      domainName,
      domainNames: [domainName, `*.${domainName}`],
      isManaged,
      daysLeft,
      notBefore: new Date(expiry - 198 * DAY_MILLISECONDS).toISOString(),
      notAfter: new Date(expiry).toISOString(),
      serial: hash.slice(0, 32).replace(/(..)(?=.)/g, '$1:'),
      usedBy: [loadBalancerArn],
      served: [{ loadBalancerArn, domainName }],
      ...(n % 20 === 0 && {
        verdict: 'blocked' as const,
        healthIssue: 'CaaForbidsAmazonError',
        reasons: [`${domainName}: the CAA records at example.com do not allow Amazon.`],
      }),
      ...(!isManaged && {
        verdict: 'not-managed' as const,
        reasons: ["It does not have this deployment's tag."],
      }),
    });
  });
