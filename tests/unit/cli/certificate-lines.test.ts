import { stripVTControlCharacters } from 'node:util';
import { certificateLines } from '../../../cli/output/certificate-lines';
import type { Verdict } from '../../../shared/domain/assessment/verdict';
import { coloured, type Colour } from '../../../terminal/console';
import { LOAD_BALANCER } from '../../builders/document';
import { inDays, NOW, someFacts } from '../../builders/facts';

const { isTTY } = process.stdout;
beforeAll(() => (process.stdout.isTTY = true));
afterAll(() => (process.stdout.isTTY = isTTY));

it.each<[Colour, Verdict, string, { readonly isInUse?: boolean; readonly daysLeft?: number }]>([
  ['red', 'blocked', 'a person has to do something', {}],
  ['yellow', 'replace', 'the service is at work on it', {}],
  ['green', 'healthy', 'all is well', {}],
  ['dim', 'retired', 'it is out of service', { isInUse: false }],
  ['dim', 'not-managed', 'it is unmanaged', {}],
  ['dim', 'not-managed', 'it is unmanaged and not in use, its expiry near', { isInUse: false, daysLeft: 30 }],
  ['red', 'not-managed', 'it is unmanaged and in use, its expiry near', { daysLeft: 30 }],
])('shows in %s the verdict %s: %s', (colour, verdict, _why, { isInUse = true, daysLeft = 100 }) => {
  const facts = isInUse ? someFacts() : someFacts({ attachments: [] }, { inUseBy: [] });
  const assessment = { verdict, reasons: ['Because.'], daysLeft };
  const lines = certificateLines({ facts, tags: {}, zones: [], wantedNames: [], assessment }, 'test', NOW);
  expect(lines).toContain(`  verdict       ${coloured(colour, verdict)}: Because.`);
});

it.each([
  ['this certificate', { serial: 'a01' }, '✔ app.example.com: this certificate, until 2026-12-02'],
  [
    'another one of this deployment',
    { serial: 'ff', coveredBy: 'arn:wider' },
    '✔ app.example.com: arn:wider, another certificate of this deployment that covers the name, until 2026-12-02',
  ],
  ['any other', { serial: 'ff' }, '✘ app.example.com: another certificate, serial ff, until 2026-12-02'],
])('says of a name that is served with %s by which, and whether that is well', (_what, seen, line) => {
  const served = { loadBalancerArn: LOAD_BALANCER, domainName: 'app.example.com', notAfter: inDays(9), ...seen };
  const known = { facts: someFacts({ served: [served] }), tags: {}, zones: [], wantedNames: [] };
  const assessment = { verdict: 'healthy' as const, reasons: ['Because.'] };
  const lines = certificateLines({ ...known, assessment }, 'test', NOW).map(stripVTControlCharacters);
  expect(lines.at(-1)).toBe(`  served        ${line}`);
});

it.each([
  ['on another port only', { port: 8443 }, ['web HTTPS:8443 (sni)', '✘ not to web HTTPS:443, where it was requested']],
  ['where it was requested', {}, ['web HTTPS:443 (sni)']],
])('says of a certificate %s where it is attached', (_where, changes, texts) => {
  const attachments = someFacts().attachments.map((attachment) => ({ ...attachment, ...changes }));
  const known = { facts: someFacts({ attachments }), tags: {}, zones: [], wantedNames: [] };
  const lines = certificateLines({ ...known, assessment: { verdict: 'attach', reasons: [] } }, 'test', NOW);
  const first = lines.findIndex((line) => line.startsWith('  attached'));
  expect(lines.slice(first, first + texts.length).map((line) => stripVTControlCharacters(line).slice(16))).toEqual(
    texts,
  );
});

it('shows the cure of a health issue, and that the next sweep checks it again', () => {
  const healthIssue = { name: 'DelegationError', cause: 'delegated to nobody' };
  const assessment = { verdict: 'blocked' as const, reasons: ['Because.'], daysLeft: 20, healthIssue };
  const known = { facts: someFacts(), tags: {}, zones: [], wantedNames: [], assessment };
  expect(certificateLines(known, 'test', NOW)).toContainEqual(
    expect.stringMatching(
      /^  health issue +DelegationError\. What to do: Set .* The next sweep checks it again; to check now, .*\.$/,
    ),
  );
});
