import fc from 'fast-check';
import { adviceFor } from '../../../shared/advice';
import { assess } from '../../../shared/domain/assessment/assessment';
import { daysUntil } from '../../../shared/domain/certificate/renewal';
import type { CertificateFacts } from '../../../shared/domain/assessment/facts';
import { VERDICTS } from '../../../shared/domain/assessment/verdict';
import type { CertificateDescription } from '../../../shared/domain/certificate/description';
import { LOAD_BALANCER } from '../../builders/document';
import { aRecord, inDays, NOW, someFacts } from '../../builders/facts';

const LIFECYCLE = { replaceBeforeDays: 14, graceDays: 7 };
const assessed = (facts: CertificateFacts, attempts = 0) => assess(facts, NOW, LIFECYCLE, attempts);

const caa = { error: 'CaaForbidsAmazonError', cause: 'CAA forbids it' };
const noAnswer = { error: 'DnsLookupError', cause: 'SERVFAIL' };
const detached = { attachments: [], served: [] };
const CLOUDFRONT = 'arn:aws:cloudfront::111122223333:distribution/E1';
const otherServed = {
  loadBalancerArn: LOAD_BALANCER,
  domainName: 'app.example.com',
  serial: 'ff',
  notAfter: inDays(9),
};
const OTHER = LOAD_BALANCER.replace('/web/', '/other/');
const on = (loadBalancerArn: string, port: number) => ({
  loadBalancerArn,
  dnsName: 'any',
  scheme: 'internet-facing',
  ipAddressType: 'ipv4',
  listenerArn: `${loadBalancerArn}/${port}`,
  port,
  as: 'sni' as const,
});
const putBack = (...days: number[]) => days.map((day) => ({ id: String(day), at: inDays(day) }));
const covered = { ...otherServed, coveredBy: 'arn:wider' };
const silent = { loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', error: 'no answer' };

type Row = [
  what: string,
  Partial<CertificateFacts>,
  Partial<CertificateDescription>,
  verdict: string,
  healthIssue?: string,
];

describe('the verdict for a certificate', () => {
  const rows: Row[] = [
    ['in the middle of its validity', {}, {}, 'healthy'],
    ['that is not managed', { isManaged: false }, {}, 'not-managed'],
    ['that is not managed and expired', { isManaged: false }, { status: 'EXPIRED' }, 'not-managed'],
    ['with pending validation', {}, { status: 'PENDING_VALIDATION' }, 'not-issued'],
    ['that timed out', {}, { status: 'VALIDATION_TIMED_OUT' }, 'not-issued'],
    ['that failed', {}, { status: 'FAILED', failureReason: 'CAA_ERROR' }, 'not-issued'],

    ['retired yesterday', { retiredAt: inDays(-1), ...detached }, { inUseBy: [] }, 'retired'],
    ['retired a week ago', { retiredAt: inDays(-7.1), ...detached }, { inUseBy: [] }, 'delete'],
    ['retired just under a week ago', { retiredAt: inDays(-7), ...detached }, { inUseBy: [] }, 'retired'],
    [
      'retired a week ago and used by CloudFront',
      { retiredAt: inDays(-8), ...detached },
      { inUseBy: [CLOUDFRONT] },
      'retired-in-use',
      'RetiredCertificateInUse',
    ],
    [
      'imported and retired',
      { isManaged: false, retiredAt: inDays(-30), ...detached },
      { type: 'IMPORTED', inUseBy: [] },
      'retired',
    ],
    ['replaced, but still attached', { retiredAt: inDays(-9), replacedBy: 'arn:new' }, {}, 'replace'],
    ['being removed, but still attached', { retiredAt: inDays(-1) }, {}, 'retired'],

    ['imported with 31 days left', { isManaged: false }, { type: 'IMPORTED', notAfter: inDays(31) }, 'unverified'],
    [
      'imported with 30 days left',
      { isManaged: false },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'imported-expiring',
      'ImportedCertificateExpiring',
    ],
    [
      'imported, expiring, not in use',
      { isManaged: false },
      { type: 'IMPORTED', notAfter: inDays(3), inUseBy: [] },
      'unverified',
    ],
    [
      'imported, expiring, to be replaced',
      { isManaged: false, replaceImported: true, records: [] },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'imported, expiring, to be replaced, without a hosted zone',
      { isManaged: false, replaceImported: true, obstacles: [{ error: 'ZoneNotFoundError', cause: 'no zone' }] },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'blocked',
      'ZoneNotFoundError',
    ],

    ['just issued and not attached yet', detached, { inUseBy: [], issuedAt: NOW.toISOString() }, 'unverified'],
    [
      'just issued, while another is still served',
      { served: [otherServed] },
      { issuedAt: NOW.toISOString() },
      'unclear',
    ],
    ['just issued, which does not answer yet', { served: [silent] }, { issuedAt: NOW.toISOString() }, 'unclear'],
    ['issued just under an hour ago', detached, { inUseBy: [], issuedAt: inDays(-1 / 24) }, 'unverified'],
    ['issued more than an hour ago', detached, { inUseBy: [], issuedAt: inDays(-1.1 / 24) }, 'attach'],
    ['not in use, with a target', detached, { inUseBy: [] }, 'attach'],
    [
      'not in use, without a target',
      { ...detached, targetArn: undefined },
      { inUseBy: [] },
      'not-in-use',
      'CertificateNotInUse',
    ],
    [
      'not in use, whose load balancer was deleted',
      { ...detached, targetProblem: `${LOAD_BALANCER} no longer exists` },
      { inUseBy: [] },
      'not-in-use',
      'CertificateNotInUse',
    ],
    [
      'expired and not in use',
      detached,
      { inUseBy: [], status: 'EXPIRED', notAfter: inDays(-1) },
      'not-in-use',
      'CertificateNotInUse',
    ],

    ['whose CAA records forbid Amazon', { obstacles: [caa] }, {}, 'blocked', 'CaaForbidsAmazonError'],
    [
      'expired, whose CAA records forbid Amazon',
      { obstacles: [caa] },
      { status: 'EXPIRED', notAfter: inDays(-1) },
      'blocked',
      'CaaForbidsAmazonError',
    ],
    [
      'whose validation record conflicts with an existing one',
      { records: [aRecord({ existing: ['elsewhere.example'], seen: { values: ['elsewhere.example'] } })] },
      {},
      'blocked',
      'RecordConflictError',
    ],
    [
      'whose validation record is missing',
      { records: [aRecord({ existing: [], seen: { values: [] } })] },
      {},
      'repair-validation',
      'ValidationRecordMissing',
    ],
    [
      'with an earlier validation record',
      { records: [aRecord({ existing: ['_old.acm-validations.aws'], seen: { values: [] } })] },
      {},
      'repair-validation',
      'ValidationRecordMissing',
    ],

    ['with 15 days left', {}, { notAfter: inDays(15) }, 'healthy'],
    ['with 14 days left', {}, { notAfter: inDays(14) }, 'replace', 'CertificateBeingReplaced'],
    ['valid for 47 days with 8 left', {}, { notBefore: inDays(-39), notAfter: inDays(8) }, 'healthy'],
    [
      'valid for 47 days with 7 left',
      {},
      { notBefore: inDays(-40), notAfter: inDays(7) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'valid for 100 days with 14 left',
      {},
      { notBefore: inDays(-86), notAfter: inDays(14) },
      'replace',
      'CertificateBeingReplaced',
    ],
    ['valid for 100 days with 15 left', {}, { notBefore: inDays(-85), notAfter: inDays(15) }, 'healthy'],
    [
      'valid for 395 days with 14 left',
      {},
      { notBefore: inDays(-381), notAfter: inDays(14) },
      'replace',
      'CertificateBeingReplaced',
    ],
    ['valid for 395 days with 15 left', {}, { notBefore: inDays(-380), notAfter: inDays(15) }, 'healthy'],
    ['expired', {}, { status: 'EXPIRED', notAfter: inDays(-1) }, 'replace', 'CertificateBeingReplaced'],
    ['revoked', {}, { status: 'REVOKED', revocationReason: 'KEY_COMPROMISE' }, 'replace', 'CertificateBeingReplaced'],
    ['validated by e-mail', { records: [] }, { validationMethod: 'EMAIL' }, 'replace', 'CertificateBeingReplaced'],
    [
      'whose key algorithm differs from its tag',
      { wantedKeyAlgorithm: 'EC_prime256v1' },
      {},
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'revoked and used by CloudFront only',
      detached,
      { status: 'REVOKED', inUseBy: [CLOUDFRONT] },
      'blocked',
      'ReplacementNotPossible',
    ],
    [
      'revoked on a load balancer that is not allowed',
      { forbiddenTargets: [LOAD_BALANCER] },
      { status: 'REVOKED' },
      'blocked',
      'TargetNotAllowedError',
    ],

    ['renewed and served', {}, { renewal: { status: 'SUCCESS' } }, 'renewed'],
    ['renewed and announced', { announcedSerial: '0a:01' }, { renewal: { status: 'SUCCESS' } }, 'healthy'],
    [
      'renewed, while the previous one is still served',
      { served: [otherServed] },
      { renewal: { status: 'SUCCESS' } },
      'renewed-not-served',
    ],
    [
      'instead of which another is served',
      { served: [otherServed] },
      {},
      'not-served',
      'ServedCertificateMismatchError',
    ],
    ['that no handshake verifies', { served: [], unverified: 'the load balancer is internal' }, {}, 'unverified'],
    ['whose name another managed one covers', { served: [covered] }, {}, 'healthy'],
    [
      'renewed, whose name another managed one covers',
      { served: [covered] },
      { renewal: { status: 'SUCCESS' } },
      'renewed',
    ],
    [
      'whose name another managed one covers on one load balancer only',
      { served: [covered, otherServed] },
      {},
      'not-served',
      'ServedCertificateMismatchError',
    ],
    [
      'expired, whose name another managed one covers',
      { served: [covered] },
      { status: 'EXPIRED', notAfter: inDays(-1) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'whose name another managed one covers, and whose CAA records forbid Amazon',
      { served: [covered], obstacles: [caa] },
      {},
      'blocked',
      'CaaForbidsAmazonError',
    ],
    [
      'whose renewal is pending',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-2) } },
      'renewing',
    ],
    [
      'whose renewal has been pending for just under three days',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-3) } },
      'renewing',
    ],
    [
      'whose renewal has been pending for just over three days',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-3.01) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal has been pending for four days',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-4) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal is pending with 31 days left',
      {},
      { notAfter: inDays(31), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) } },
      'renewing',
    ],
    [
      'whose renewal is pending with 30 days left',
      {},
      { notAfter: inDays(30), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'valid for 47 days, whose renewal is pending with 12 left',
      {},
      {
        notBefore: inDays(-35),
        notAfter: inDays(12),
        renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) },
      },
      'renewing',
    ],
    [
      'valid for 47 days, whose renewal is pending with 11 left',
      {},
      {
        notBefore: inDays(-36),
        notAfter: inDays(11),
        renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) },
      },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal failed',
      {},
      { notAfter: inDays(40), renewal: { status: 'FAILED', reason: 'DOMAIN_NOT_ALLOWED' } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal failed, with 14 days left',
      {},
      { notAfter: inDays(14), renewal: { status: 'FAILED' } },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'not eligible for renewal with 31 days left',
      {},
      { notAfter: inDays(31), renewalEligibility: 'INELIGIBLE' },
      'healthy',
    ],
    [
      'not eligible for renewal with 30 days left',
      {},
      { notAfter: inDays(30), renewalEligibility: 'INELIGIBLE' },
      'renewal-late',
      'RenewalLate',
    ],
    ['used by CloudFront only', { ...detached, targetArn: undefined }, { inUseBy: [CLOUDFRONT] }, 'healthy'],
    ['used by CloudFront, but requested for a load balancer', detached, { inUseBy: [CLOUDFRONT] }, 'attach'],
    ['on another load balancer', { attachments: [on(OTHER, 443)] }, { inUseBy: [OTHER] }, 'attach'],
    ['on another port', { attachments: [on(LOAD_BALANCER, 8443)] }, {}, 'attach'],
    ['on another port too', { attachments: [on(LOAD_BALANCER, 8443), on(LOAD_BALANCER, 443)] }, {}, 'healthy'],
    ['just issued, on another port', { attachments: [on(LOAD_BALANCER, 8443)] }, { issuedAt: inDays(0) }, 'healthy'],
    [
      'on another port, with a failed DNS query',
      { attachments: [on(LOAD_BALANCER, 8443)], obstacles: [noAnswer] },
      {},
      'attach',
    ],
    [
      'on another port, to be replaced',
      { attachments: [on(LOAD_BALANCER, 8443)] },
      { status: 'EXPIRED', notAfter: inDays(-1) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'on another port, whose listener was deleted',
      { attachments: [on(LOAD_BALANCER, 8443)], targetProblem: 'web has no HTTPS:443 listener any more' },
      {},
      'not-attached',
      'CertificateNotAttached',
    ],
    [
      'whose listener was deleted, and whose CAA records forbid Amazon',
      { attachments: [on(OTHER, 443)], targetProblem: 'gone', obstacles: [caa] },
      {},
      'blocked',
      'CaaForbidsAmazonError',
    ],
    ['put back once, and not in use again', { ...detached, reattachments: putBack(-1) }, { inUseBy: [] }, 'attach'],
    [
      'put back twice within seven days, and not in use again',
      { ...detached, reattachments: putBack(-6.9, -1) },
      { inUseBy: [] },
      'contested',
      'AttachmentContested',
    ],
    [
      'put back twice, but not within seven days',
      { ...detached, reattachments: putBack(-7.1, -1) },
      { inUseBy: [] },
      'attach',
    ],
    [
      'put back twice within seven days, and used elsewhere',
      { attachments: [on(OTHER, 443)], reattachments: putBack(-2, -1) },
      {},
      'contested',
      'AttachmentContested',
    ],
    [
      'left alone, and not put back since',
      { ...detached, isLeftAlone: true },
      { inUseBy: [] },
      'contested',
      'AttachmentContested',
    ],
    ['put back twice within seven days, and still there', { reattachments: putBack(-2, -1) }, {}, 'healthy'],
    [
      'put back twice, whose listener was deleted',
      { ...detached, reattachments: putBack(-2, -1), targetProblem: 'gone' },
      { inUseBy: [] },
      'not-in-use',
      'CertificateNotInUse',
    ],
    ['whose load balancer was created anew', { recreatedTargetArn: OTHER }, {}, 'attach'],
    [
      'on the load balancer that was created anew, under the old tag',
      { attachments: [on(OTHER, 443)], recreatedTargetArn: OTHER },
      {},
      'attach',
    ],
    ['retired, on another port', { attachments: [on(LOAD_BALANCER, 8443)], retiredAt: inDays(-1) }, {}, 'retired'],
  ];
  it.each(
    rows.map(
      ([what, changes, described, verdict, healthIssue]) => [what, changes, described, verdict, healthIssue] as const,
    ),
  )('%s', (_what, changes, described, verdict, healthIssue) => {
    const assessment = assessed(someFacts(changes, described));
    expect([assessment.verdict, assessment.healthIssue?.name]).toEqual([verdict, healthIssue]);
    if (healthIssue !== undefined)
      expect(adviceFor(healthIssue, 'sweep')).not.toMatch(/service does not know this error/);
  });

  it('that no longer exists is "gone"', () => {
    expect(assessed({ ...someFacts(), description: undefined }).verdict).toBe('gone');
  });
});

describe('a transient condition', () => {
  it.each<[string, Partial<CertificateFacts>, verdict: string, healthIssue: string]>([
    ['a failed DNS query', { obstacles: [noAnswer] }, 'blocked', 'DnsLookupError'],
    [
      'a record missing from public DNS',
      { records: [aRecord({ seen: { values: [] } })] },
      'blocked',
      'ValidationRecordNotPublic',
    ],
    ['a failed handshake', { served: [silent] }, 'not-served', 'HttpsUnreachableError'],
  ])('%s becomes a finding at the fourth assessment', (_what, changes, verdict, healthIssue) => {
    for (const attempts of [0, 1, 2]) {
      expect(assessed(someFacts(changes), attempts)).toMatchObject({
        verdict: 'unclear',
        healthIssue: undefined,
        reassessAfterSeconds: 300,
      });
    }
    expect(assessed(someFacts(changes), 3)).toMatchObject({
      verdict,
      healthIssue: { name: healthIssue },
      reassessAfterSeconds: undefined,
    });
  });

  it('a renewed certificate that is not served yet is reassessed hourly for a day', () => {
    const facts = someFacts({ served: [otherServed] }, { renewal: { status: 'SUCCESS' } });
    expect(assessed(facts, 23)).toMatchObject({ verdict: 'renewed-not-served', reassessAfterSeconds: 3_600 });
    expect(assessed(facts, 24)).toMatchObject({ verdict: 'not-served' });
  });

  it('a record that is deleted each time it is written is left to the next sweep', () => {
    const facts = someFacts({ records: [aRecord({ existing: [], seen: { values: [] } })] });
    expect(assessed(facts, 2)).toMatchObject({ verdict: 'repair-validation', reassessAfterSeconds: 300 });
    expect(assessed(facts, 3)).toMatchObject({ verdict: 'blocked', reassessAfterSeconds: undefined });
  });

  it('an attachment that does not succeed is retried three times', () => {
    const facts = someFacts(detached, { inUseBy: [] });
    expect(assessed(facts, 2).verdict).toBe('attach');
    expect(assessed(facts, 3).verdict).toBe('not-in-use');
  });

  it('an attachment beside others that does not succeed is retried three times', () => {
    const facts = someFacts({ attachments: [on(OTHER, 443)] });
    expect(assessed(facts, 2).verdict).toBe('attach');
    expect(assessed(facts, 3)).toMatchObject({ verdict: 'not-attached', reassessAfterSeconds: undefined });
  });

  it('a new certificate that is not served is reported once it is no longer new', () => {
    const facts = someFacts({ served: [otherServed] }, { issuedAt: inDays(-0.9 / 24) });
    expect(assessed(facts, 9)).toMatchObject({ verdict: 'unclear', reassessAfterSeconds: 300 });
    const later = someFacts({ served: [otherServed] }, { issuedAt: inDays(-1.1 / 24) });
    expect(assessed(later, 12).verdict).toBe('not-served');
  });
});

it.each<[string, Partial<CertificateDescription>, boolean]>([
  ['with 14 days left', { notAfter: inDays(14) }, true],
  ['with two days left', { notAfter: inDays(2) }, true],
  ['with less than two days left, in which a sweep may fail', { notAfter: inDays(1.9) }, false],
  ['on its last day', { notAfter: inDays(0) }, false],
  ['that has just expired, before its status changes', { notAfter: inDays(-0.1) }, false],
  ['that has expired', { status: 'EXPIRED', notAfter: inDays(-1) }, false],
  ['that was revoked', { status: 'REVOKED' }, false],
  ['validated by e-mail', { validationMethod: 'EMAIL' }, true],
])('the replacement of a certificate %s can wait for a sweep: %s', (_what, described, canWait) => {
  expect(assessed(someFacts({}, described))).toMatchObject({ verdict: 'replace', canWait });
});

it('the cause of a health issue does not change from day to day', () => {
  const failed = { renewal: { status: 'FAILED', reason: 'OTHER' } };
  const causes = [40, 39, 31, 20].map(
    (days) => assessed(someFacts({}, { ...failed, notAfter: inDays(days) })).healthIssue?.cause,
  );
  expect(new Set(causes).size).toBe(1);
});

it.each([
  [inDays(1), 1],
  [inDays(0), 0],
  [inDays(-1), -1],
  [undefined, undefined],
])('the whole days until %s are %s', (notAfter, days) => {
  expect(daysUntil(notAfter, NOW)).toBe(days);
});

it('arbitrary facts result in a verdict with a reason', () => {
  const instant = fc.integer({ min: -500, max: 500 }).map(inDays);
  const description = fc.record({
    status: fc.constantFrom('ISSUED', 'EXPIRED', 'REVOKED', 'PENDING_VALIDATION', 'FAILED', 'INACTIVE', ''),
    type: fc.constantFrom('AMAZON_ISSUED', 'IMPORTED', 'PRIVATE', ''),
    notBefore: fc.option(instant, { nil: undefined }),
    notAfter: fc.option(instant, { nil: undefined }),
    issuedAt: fc.option(instant, { nil: undefined }),
    validationMethod: fc.constantFrom('DNS', 'EMAIL', 'HTTP', undefined),
    renewal: fc.option(fc.record({ status: fc.string(), updatedAt: fc.option(instant, { nil: undefined }) }), {
      nil: undefined,
    }),
    inUseBy: fc.constantFrom([], [LOAD_BALANCER], [CLOUDFRONT]),
  });
  const facts = fc.record({
    isManaged: fc.boolean(),
    replaceImported: fc.boolean(),
    retiredAt: fc.option(instant, { nil: undefined }),
    replacedBy: fc.option(fc.constant('arn:new'), { nil: undefined }),
    attachments: fc.constantFrom([], someFacts().attachments),
    obstacles: fc.constantFrom([], [caa], [noAnswer]),
    served: fc.constantFrom([], [otherServed], [covered], [silent]),
    records: fc.constantFrom([], [aRecord()], [aRecord({ existing: [] })]),
  });
  fc.assert(
    fc.property(facts, description, fc.nat(40), (changes, described, attempts) => {
      const { verdict, reasons } = assessed(someFacts(changes, described), attempts);
      expect(VERDICTS).toContain(verdict);
      expect(reasons.join('')).not.toBe('');
    }),
  );
});
