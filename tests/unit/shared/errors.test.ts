import { readFileSync } from 'node:fs';
import { contracts } from '../../../events/contracts';
import { adviceFor } from '../../../shared/advice';
import { HEALTH_ISSUES } from '../../../shared/domain/assessment/health-issues';
import { VERDICTS } from '../../../shared/domain/assessment/verdict';
import * as errors from '../../../shared/errors';

const runbookText = readFileSync('docs/runbook.md', 'utf8');
const runbook = new Set([...runbookText.matchAll(/^#{2,3} (\S+)$/gm)].map(([, name]) => name));

describe.each(Object.entries(errors))('%s', (name, NamedError) => {
  it('has the name that workflows match', () => {
    expect(new NamedError('why').name).toBe(name);
  });
  it('has a cure that does not depend on the trigger', () => {
    expect(NamedError.cure).toMatch(/^[A-Z].{20,}[.]$/);
    expect(NamedError.cure).not.toMatch(/\b(event again|try again|sweep)\b/i);
    expect(adviceFor(name, 'event')).toBe(`${NamedError.cure} Then emit the event again.`);
  });
  it('has a section in the runbook', () => {
    expect(runbook).toContain(name);
  });
});

it.each(Object.keys(HEALTH_ISSUES))('the health issue %s has a section in the runbook, and advice', (name) => {
  expect(runbook).toContain(name);
  expect(adviceFor(name, 'sweep')).toMatch(/^[A-Z].{20,}[.] The next sweep checks it again;/);
});

it.each(VERDICTS)('the verdict %s has a row in the runbook', (verdict) => {
  expect(runbookText).toMatch(new RegExp(`^\\| \`${verdict}\` `, 'm'));
});

it.each(Object.values(contracts).map(({ detailType }) => [detailType]))(
  'the event %s has its section in docs/events.md',
  (detailType) => {
    expect(readFileSync('docs/events.md', 'utf8')).toContain(`\n### ${detailType}\n`);
  },
);

it.each([
  ['States.Timeout', /took longer/],
  ['States.DataLimitExceeded', /256 KiB/],
  ['Lambda.Unknown', /service does not know this error/],
  ['toString', /service does not know this error/],
])('%s has advice', (name, advice) => {
  expect(adviceFor(name, 'event')).toMatch(advice);
});

it.each([
  ['event', 'Then emit the event again.'],
  ['command', 'Then try again.'],
  ['sweep', 'The next sweep checks it again; to check now, run npx acm-autopilot sweep.'],
] as const)('after the cure, the advice for a %s ends with its own follow-up', (trigger, followUp) => {
  expect(adviceFor('DelegationError', trigger)).toBe(`${errors.DelegationError.cure} ${followUp}`);
});
