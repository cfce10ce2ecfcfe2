import runbook from '../../../docs/runbook.md';
import { exampleFindings } from '../../../scripts/example-inventory';
import { HEALTH_ISSUES } from '../../../shared/domain/assessment/health-issues';
import { VERDICTS } from '../../../shared/domain/assessment/verdict';
import type { SweptCertificate } from '../../../shared/domain/inventory/swept-certificate';
import * as errors from '../../../shared/errors';
import { inventoryDocument } from '../../../shared/page/inventory-document';
import { inventoryPage } from '../../../shared/page/inventory-page';
import { runbookSection, verdictDescriptions } from '../../../shared/page/runbook';
import { manyCertificates } from '../../builders/many-certificates';
import { aSweptCertificate } from '../../builders/swept-certificate';

const documentOf = (swept: readonly SweptCertificate[]) => inventoryDocument({ ...exampleFindings(), swept });
const pageOf = (...swept: readonly SweptCertificate[]) => inventoryPage(documentOf(swept));
const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as {
    rows: unknown[][];
    columns: string[];
    texts: string[];
  };
const text = (page: string) => page.slice(page.indexOf('<header'), page.indexOf('<form')).replace(/<[^>]+>/g, ' ');

describe('the inventory', () => {
  it('is sorted by attention, then by expiry', () => {
    const certificates = documentOf([
      aSweptCertificate({ domainName: 'fine', daysLeft: 100 }),
      aSweptCertificate({ domainName: 'in progress', daysLeft: 90, verdict: 'replace' }),
      aSweptCertificate({ domainName: 'later', daysLeft: 20, verdict: 'blocked' }),
      aSweptCertificate({ domainName: 'sooner', daysLeft: 3, verdict: 'not-served' }),
      aSweptCertificate({ domainName: 'never', verdict: 'not-issued' }),
    ]).certificates;
    expect(certificates.map(({ domainName }) => domainName)).toEqual([
      'sooner',
      'later',
      'in progress',
      'fine',
      'never',
    ]);
  });

  it('contains the deployment, the account and the time', () => {
    expect(documentOf([])).toMatchObject({
      at: '2026-11-24T08:02:11.000Z',
      stack: 'acm-autopilot-prod',
      region: 'eu-west-1',
      account: '111122223333',
      attentionCounts: { 'action-required': 0, 'in-progress': 0, ok: 0, ignored: 0 },
    });
  });

  it('contains the same advice as the notification', () => {
    const { certificates } = documentOf([aSweptCertificate({ verdict: 'blocked', healthIssue: 'DelegationError' })]);
    expect(certificates[0]?.advice).toBe(
      `${errors.DelegationError.cure} The next sweep checks it again; to check now, run npx acm-autopilot sweep.`,
    );
  });

  it('requires action for an unmanaged certificate that is in use and expires soon', () => {
    const { certificates } = documentOf([
      aSweptCertificate({ verdict: 'not-managed', isManaged: false, daysLeft: 30 }),
    ]);
    expect(certificates[0]).toMatchObject({
      attention: 'action-required',
      advice: expect.stringContaining('does not manage it'),
    });
  });
});

describe('the headline', () => {
  it.each<[string, Partial<SweptCertificate>[]]>([
    ['No certificates yet', []],
    ['1 certificate, no action needed', [{}]],
    ['2 certificates, no action needed', [{}, { verdict: 'not-managed' }]],
    ['1 of 2 certificates in progress, no action needed', [{}, { verdict: 'replace' }]],
    ['1 of 1 certificate needs action', [{ verdict: 'blocked' }]],
    ['2 of 3 certificates need action', [{}, { verdict: 'blocked' }, { verdict: 'not-in-use' }]],
  ])('is "%s"', (headline, swept) => {
    expect(pageOf(...swept.map(aSweptCertificate))).toContain(`<h1>${headline}</h1>`);
  });

  it('is followed by the counts of each verdict', () => {
    const shown = text(pageOf(aSweptCertificate(), aSweptCertificate(), aSweptCertificate({ verdict: 'not-served' })));
    expect(shown).toMatch(/1\s+need action\s+1 not served/);
    expect(shown).toMatch(/2\s+OK\s+2 healthy/);
  });

  it('is followed by a notice if the sweep was blocked', () => {
    const massChange = { wouldChange: 9, allowed: 3, isRefused: true };
    const page = inventoryPage(inventoryDocument({ ...exampleFindings(), massChange }));
    expect(text(page)).toMatch(/blocked.*It would replace 9 certificates at once, but only 3 are allowed/);
    expect(page).toContain('<article id="runbook-MassChange"');
  });
});

describe('the page', () => {
  it('has a policy that allows only its own script and style', () => {
    expect(pageOf(aSweptCertificate())).toMatch(
      /content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
    );
  });

  it('references no external resources', () => {
    expect(pageOf(aSweptCertificate())).not.toMatch(/<(link|img|iframe|object|embed)\b|<script src|@import|url\(/);
  });

  it('contains the runbook section of each health issue once', () => {
    const healthIssue = { verdict: 'blocked', healthIssue: 'DnsLookupError' } as const;
    const page = pageOf(aSweptCertificate(healthIssue), aSweptCertificate(healthIssue));
    expect(page.match(/<article id="runbook-DnsLookupError"/g)).toHaveLength(1);
    expect(page).toContain('<pre tabindex="0"><code>dig example.com SOA ');
  });

  it.each([0, 1, 2_500])('contains all of %i certificates in less than a megabyte', (count) => {
    const page = pageOf(...manyCertificates(count));
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(dataIn(page).rows).toHaveLength(count);
  });

  it('shows fewer details of each certificate rather than exceed its maximum size', () => {
    const names = Array.from({ length: 10 }, (_, n) => `${n}.${'long-label-'.repeat(15)}.example.com`);
    const verbose = manyCertificates(2_500).map((each, n) => ({
      ...each,
      domainNames: [each.domainName, ...names.map((name) => `${n}.${name}`)],
      reasons: [`${n} ${'with a very long reason, '.repeat(40)}`],
    }));
    const page = pageOf(...verbose);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    const { rows, columns } = dataIn(page);
    expect(rows).toHaveLength(2_500);
    expect(rows.every((row) => Number(row[columns.indexOf('moreNames')]) >= 7)).toBe(true);
  });
});

describe('no markup can be injected into the page', () => {
  const EVIL = `</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>"'&\u2028`;

  it.each<[string, Partial<SweptCertificate>]>([
    ['domain name', { domainName: EVIL }],
    ['other name', { domainNames: ['app.example.com', EVIL] }],
    ['reason', { reasons: [EVIL] }],
    ['health issue', { healthIssue: EVIL }],
    ['ARN', { certificateArn: EVIL }],
    ['user', { usedBy: [EVIL] }],
    ['handshake', { served: [{ loadBalancerArn: EVIL, domainName: EVIL, error: EVIL }] }],
    ['type', { type: EVIL, keyAlgorithm: EVIL, serial: EVIL }],
  ])('by the %s of a certificate', (_what, changes) => {
    const page = pageOf(aSweptCertificate(changes));
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(JSON.stringify(dataIn(page))).toContain('onerror=alert(1)');
  });

  it('by the stack name', () => {
    const page = inventoryPage(inventoryDocument({ ...exampleFindings(), stack: EVIL, swept: [] }));
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('by a placeholder of the template', () => {
    expect(pageOf(aSweptCertificate({ reasons: ['{{data}} $& $1'] }))).toContain('{{data}} $');
  });
});

describe('the runbook on the page', () => {
  it.each([...Object.keys(HEALTH_ISSUES), 'CaaForbidsAmazonError', 'HttpsUnreachableError'])(
    'has a section %s',
    (name) => {
      expect(runbookSection(runbook, name)).toMatch(/^<p>/);
    },
  );

  it.each(VERDICTS)('describes the verdict %s', (verdict) => {
    expect(verdictDescriptions(runbook)[verdict]).toEqual({
      meaning: expect.any(String),
      response: expect.any(String),
    });
  });

  it('renders code, emphasis and the text of links, and escapes the rest', () => {
    const markdown = '# R\n\n### X\n\nSay `a < b` **now**, see [there](#y) & go.\n\n```\n<b>\n```\n\n### Y\n\nno';
    expect(runbookSection(markdown, 'X')).toBe(
      '<p>Say <code>a &lt; b</code> <strong>now</strong>, see there &amp; go.</p><pre tabindex="0"><code>&lt;b&gt;</code></pre>',
    );
    expect(runbookSection(markdown, 'Z')).toBeUndefined();
  });
});
