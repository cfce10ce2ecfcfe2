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
const look = (facts: CertificateFacts, attempts = 0) => assess(facts, NOW, LIFECYCLE, attempts);

const caa = { error: 'CaaForbidsAmazonError', cause: 'CAA forbids it' };
const noAnswer = { error: 'DnsLookupError', cause: 'SERVFAIL' };
const nowhere = { attachments: [], served: [] };
const CLOUDFRONT = 'arn:aws:cloudfront::111122223333:distribution/E1';
const another = { loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', serial: 'ff', notAfter: inDays(9) };
const covered = { ...another, coveredBy: 'arn:wider' };
const silent = { loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', error: 'no answer' };

type Row = [
  what: string,
  Partial<CertificateFacts>,
  Partial<CertificateDescription>,
  verdict: string,
  healthIssue?: string,
];

describe('the verdict', () => {
  const rows: Row[] = [
    ['in the middle of its life', {}, {}, 'healthy'],
    ['of somebody else', { isManaged: false }, {}, 'not-managed'],
    ['of somebody else, however bad', { isManaged: false }, { status: 'EXPIRED' }, 'not-managed'],
    ['still pending', {}, { status: 'PENDING_VALIDATION' }, 'not-issued'],
    ['that was never issued', {}, { status: 'VALIDATION_TIMED_OUT' }, 'not-issued'],
    ['that was refused', {}, { status: 'FAILED', failureReason: 'CAA_ERROR' }, 'not-issued'],

    ['retired yesterday', { retiredAt: inDays(-1), ...nowhere }, { inUseBy: [] }, 'retired'],
    ['retired a week ago', { retiredAt: inDays(-7.1), ...nowhere }, { inUseBy: [] }, 'delete'],
    ['retired a week ago less a moment', { retiredAt: inDays(-7), ...nowhere }, { inUseBy: [] }, 'retired'],
    [
      'retired a week ago and used by CloudFront',
      { retiredAt: inDays(-8), ...nowhere },
      { inUseBy: [CLOUDFRONT] },
      'retired-in-use',
      'RetiredCertificateInUse',
    ],
    [
      'imported and retired',
      { isManaged: false, retiredAt: inDays(-30), ...nowhere },
      { type: 'IMPORTED', inUseBy: [] },
      'retired',
    ],
    ['replaced, but still attached', { retiredAt: inDays(-9), replacedBy: 'arn:new' }, {}, 'replace'],
    ['being removed, and still attached', { retiredAt: inDays(-1) }, {}, 'retired'],

    ['imported with 31 days left', { isManaged: false }, { type: 'IMPORTED', notAfter: inDays(31) }, 'healthy'],
    [
      'imported with 30 days left',
      { isManaged: false },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'imported-expiring',
      'ImportedCertificateExpiring',
    ],
    [
      'imported, ending, in use nowhere',
      { isManaged: false },
      { type: 'IMPORTED', notAfter: inDays(3), inUseBy: [] },
      'healthy',
    ],
    [
      'imported, ending, to be replaced',
      { isManaged: false, replaceImported: true, records: [] },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'imported, ending, to be replaced, outside our zones',
      { isManaged: false, replaceImported: true, obstacles: [{ error: 'ZoneNotFoundError', cause: 'no zone' }] },
      { type: 'IMPORTED', notAfter: inDays(30) },
      'blocked',
      'ZoneNotFoundError',
    ],

    ['just issued, and not attached yet', nowhere, { inUseBy: [], issuedAt: NOW.toISOString() }, 'healthy'],
    ['just issued, another still served', { served: [another] }, { issuedAt: NOW.toISOString() }, 'healthy'],
    ['issued an hour less a moment ago', nowhere, { inUseBy: [], issuedAt: inDays(-1 / 24) }, 'healthy'],
    ['issued more than an hour ago', nowhere, { inUseBy: [], issuedAt: inDays(-1.1 / 24) }, 'attach'],
    ['that nothing uses, with a target', nowhere, { inUseBy: [] }, 'attach'],
    [
      'that nothing uses, without a target',
      { ...nowhere, targetArn: undefined },
      { inUseBy: [] },
      'not-in-use',
      'CertificateNotInUse',
    ],
    [
      'that nothing uses, whose load balancer is gone',
      { ...nowhere, targetProblem: `${LOAD_BALANCER} is not there any more` },
      { inUseBy: [] },
      'not-in-use',
      'CertificateNotInUse',
    ],
    [
      'expired and unused',
      nowhere,
      { inUseBy: [], status: 'EXPIRED', notAfter: inDays(-1) },
      'not-in-use',
      'CertificateNotInUse',
    ],

    ['whose CAA forbids Amazon', { obstacles: [caa] }, {}, 'blocked', 'CaaForbidsAmazonError'],
    [
      'expired while CAA forbids Amazon',
      { obstacles: [caa] },
      { status: 'EXPIRED', notAfter: inDays(-1) },
      'blocked',
      'CaaForbidsAmazonError',
    ],
    [
      "in whose record's place another stands",
      { records: [aRecord({ existing: ['elsewhere.example'], seen: { values: ['elsewhere.example'] } })] },
      {},
      'blocked',
      'RecordConflictError',
    ],
    [
      'whose record is missing',
      { records: [aRecord({ existing: [], seen: { values: [] } })] },
      {},
      'repair-validation',
      'ValidationRecordMissing',
    ],
    [
      "whose record is an older one of ACM's",
      { records: [aRecord({ existing: ['_old.acm-validations.aws'], seen: { values: [] } })] },
      {},
      'repair-validation',
      'ValidationRecordMissing',
    ],

    ['with 15 days left', {}, { notAfter: inDays(15) }, 'healthy'],
    ['with 14 days left', {}, { notAfter: inDays(14) }, 'replace', 'CertificateBeingReplaced'],
    ['of 47 days with 8 left', {}, { notBefore: inDays(-39), notAfter: inDays(8) }, 'healthy'],
    [
      'of 47 days with 7 left',
      {},
      { notBefore: inDays(-40), notAfter: inDays(7) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'of 100 days with 14 left',
      {},
      { notBefore: inDays(-86), notAfter: inDays(14) },
      'replace',
      'CertificateBeingReplaced',
    ],
    ['of 100 days with 15 left', {}, { notBefore: inDays(-85), notAfter: inDays(15) }, 'healthy'],
    [
      'of 395 days with 14 left',
      {},
      { notBefore: inDays(-381), notAfter: inDays(14) },
      'replace',
      'CertificateBeingReplaced',
    ],
    ['of 395 days with 15 left', {}, { notBefore: inDays(-380), notAfter: inDays(15) }, 'healthy'],
    ['expired', {}, { status: 'EXPIRED', notAfter: inDays(-1) }, 'replace', 'CertificateBeingReplaced'],
    ['revoked', {}, { status: 'REVOKED', revocationReason: 'KEY_COMPROMISE' }, 'replace', 'CertificateBeingReplaced'],
    ['validated by e-mail', { records: [] }, { validationMethod: 'EMAIL' }, 'replace', 'CertificateBeingReplaced'],
    [
      'with another key type than its tag says',
      { wantedKeyAlgorithm: 'EC_prime256v1' },
      {},
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'revoked, and used by CloudFront alone',
      nowhere,
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
      'renewed, the old one still served',
      { served: [another] },
      { renewal: { status: 'SUCCESS' } },
      'renewed-not-served',
    ],
    ['in whose place another is served', { served: [another] }, {}, 'not-served', 'ServedCertificateMismatchError'],
    ['whose name another of ours covers', { served: [covered] }, {}, 'healthy'],
    [
      'renewed, its name covered by another of ours',
      { served: [covered] },
      { renewal: { status: 'SUCCESS' } },
      'renewed',
    ],
    [
      'whose name another of ours covers in one place alone',
      { served: [covered, another] },
      {},
      'not-served',
      'ServedCertificateMismatchError',
    ],
    [
      'whose name another of ours covers, expired',
      { served: [covered] },
      { status: 'EXPIRED', notAfter: inDays(-1) },
      'replace',
      'CertificateBeingReplaced',
    ],
    [
      'whose name another of ours covers, of which CAA forbids the renewal',
      { served: [covered], obstacles: [caa] },
      {},
      'blocked',
      'CaaForbidsAmazonError',
    ],
    [
      'whose renewal waits',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-2) } },
      'renewing',
    ],
    [
      'whose renewal waits for three days less a moment',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-3) } },
      'renewing',
    ],
    [
      'whose renewal waits for more than three days',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-3.01) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal waits for long',
      {},
      { notAfter: inDays(40), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-4) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'whose renewal waits, 31 days left',
      {},
      { notAfter: inDays(31), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) } },
      'renewing',
    ],
    [
      'whose renewal waits, 30 days left',
      {},
      { notAfter: inDays(30), renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) } },
      'renewal-late',
      'RenewalLate',
    ],
    [
      'of 47 days whose renewal waits, 12 left',
      {},
      {
        notBefore: inDays(-35),
        notAfter: inDays(12),
        renewal: { status: 'PENDING_VALIDATION', updatedAt: inDays(-1) },
      },
      'renewing',
    ],
    [
      'of 47 days whose renewal waits, 11 left',
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
      'whose renewal failed, 14 days left',
      {},
      { notAfter: inDays(14), renewal: { status: 'FAILED' } },
      'replace',
      'CertificateBeingReplaced',
    ],
    ['not eligible with 31 days left', {}, { notAfter: inDays(31), renewalEligibility: 'INELIGIBLE' }, 'healthy'],
    [
      'not eligible with 30 days left',
      {},
      { notAfter: inDays(30), renewalEligibility: 'INELIGIBLE' },
      'renewal-late',
      'RenewalLate',
    ],
    ['used by CloudFront alone', nowhere, { inUseBy: [CLOUDFRONT] }, 'healthy'],
  ];
  it.each(
    rows.map(
      ([what, changes, described, verdict, healthIssue]) => [what, changes, described, verdict, healthIssue] as const,
    ),
  )('on a certificate %s', (_what, changes, described, verdict, healthIssue) => {
    const assessment = look(someFacts(changes, described));
    expect([assessment.verdict, assessment.healthIssue?.name]).toEqual([verdict, healthIssue]);
    if (healthIssue !== undefined)
      expect(adviceFor(healthIssue, 'sweep')).not.toMatch(/service does not know this error/);
  });

  it('on a certificate that ACM does not know is that it is gone', () => {
    expect(look({ ...someFacts(), description: undefined }).verdict).toBe('gone');
  });
});

describe('what may pass by itself', () => {
  it.each<[string, Partial<CertificateFacts>, verdict: string, healthIssue: string]>([
    ['public DNS that does not answer', { obstacles: [noAnswer] }, 'blocked', 'DnsLookupError'],
    [
      'a record that public DNS does not have',
      { records: [aRecord({ seen: { values: [] } })] },
      'blocked',
      'ValidationRecordNotPublic',
    ],
    ['a load balancer that does not answer', { served: [silent] }, 'not-served', 'HttpsUnreachableError'],
  ])('%s is believed at the fourth look', (_what, changes, verdict, healthIssue) => {
    for (const attempts of [0, 1, 2]) {
      expect(look(someFacts(changes), attempts)).toMatchObject({
        verdict: 'unclear',
        healthIssue: undefined,
        reassessAfterSeconds: 300,
      });
    }
    expect(look(someFacts(changes), 3)).toMatchObject({
      verdict,
      healthIssue: { name: healthIssue },
      reassessAfterSeconds: undefined,
    });
  });

  it('a renewed certificate is looked for on its load balancers hourly, for a day', () => {
    const facts = someFacts({ served: [another] }, { renewal: { status: 'SUCCESS' } });
    expect(look(facts, 23)).toMatchObject({ verdict: 'renewed-not-served', reassessAfterSeconds: 3_600 });
    expect(look(facts, 24)).toMatchObject({ verdict: 'not-served' });
  });

  it('a record that vanishes as often as it is written is left to the next sweep', () => {
    const facts = someFacts({ records: [aRecord({ existing: [], seen: { values: [] } })] });
    expect(look(facts, 2)).toMatchObject({ verdict: 'repair-validation', reassessAfterSeconds: 300 });
    expect(look(facts, 3)).toMatchObject({ verdict: 'blocked', reassessAfterSeconds: undefined });
  });

  it('an attachment that does not take is not tried for ever', () => {
    const facts = someFacts(nowhere, { inUseBy: [] });
    expect(look(facts, 2).verdict).toBe('attach');
    expect(look(facts, 3).verdict).toBe('not-in-use');
  });
});

it.each<[string, Partial<CertificateDescription>, boolean]>([
  ['that has not been renewed', { notAfter: inDays(14) }, true],
  ['with two days left', { notAfter: inDays(2) }, true],
  ['with less than two days, of whose sweeps one may fail', { notAfter: inDays(1.9) }, false],
  ['on its last day', { notAfter: inDays(0) }, false],
  ['that has just ended, before ACM says so', { notAfter: inDays(-0.1) }, false],
  ['that has expired', { status: 'EXPIRED', notAfter: inDays(-1) }, false],
  ['that was revoked', { status: 'REVOKED' }, false],
  ['validated by e-mail', { validationMethod: 'EMAIL' }, true],
])('the replacement of one %s can wait for a sweep: %s', (_what, described, canWait) => {
  expect(look(someFacts({}, described))).toMatchObject({ verdict: 'replace', canWait });
});

it("a health issue's cause is the same from day to day", () => {
  const late = { renewal: { status: 'FAILED', reason: 'OTHER' } };
  const causes = [40, 39, 31, 20].map(
    (days) => look(someFacts({}, { ...late, notAfter: inDays(days) })).healthIssue?.cause,
  );
  expect(new Set(causes).size).toBe(1);
});

it.each([
  [inDays(1), 1],
  [inDays(0), 0],
  [inDays(-1), -1],
  [undefined, undefined],
])('until %s it is %s whole days', (notAfter, days) => {
  expect(daysUntil(notAfter, NOW)).toBe(days);
});

it('comes to one of the verdicts, with a reason, whatever the facts', () => {
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
    served: fc.constantFrom([], [another], [covered], [silent]),
    records: fc.constantFrom([], [aRecord()], [aRecord({ existing: [] })]),
  });
  fc.assert(
    fc.property(facts, description, fc.nat(40), (changes, described, attempts) => {
      const { verdict, reasons } = look(someFacts(changes, described), attempts);
      expect(VERDICTS).toContain(verdict);
      expect(reasons.join('')).not.toBe('');
    }),
  );
});
