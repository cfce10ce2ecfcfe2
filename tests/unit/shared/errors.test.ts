import { readFileSync } from 'node:fs';
import { contracts } from '../../../events/contracts';
import { adviceFor } from '../../../shared/advice';
import { TROUBLES } from '../../../shared/domain/troubles';
import { VERDICTS } from '../../../shared/domain/verdict';
import * as errors from '../../../shared/errors';

const runbookText = readFileSync('docs/runbook.md', 'utf8');
const runbook = new Set([...runbookText.matchAll(/^#{2,3} (\S+)$/gm)].map(([, name]) => name));

describe.each(Object.entries(errors))('%s', (name, NamedError) => {
  it('bears the name that workflows match', () => {
    expect(new NamedError('why').name).toBe(name);
  });
  it('says what to do', () => {
    expect(NamedError.advice).toMatch(/^[A-Z].{20,}[.]$/);
    expect(adviceFor(name)).toBe(NamedError.advice);
  });
  it('has its section in the runbook', () => {
    expect(runbook).toContain(name);
  });
});

it.each(Object.keys(TROUBLES))('the trouble %s has its section in the runbook, and advice', (name) => {
  expect(runbook).toContain(name);
  expect(adviceFor(name)).toMatch(/^[A-Z].{20,}[.]$/);
});

it.each(VERDICTS)('the verdict %s has its row in the runbook', (verdict) => {
  expect(runbookText).toMatch(new RegExp(`^\\| \`${verdict}\` `, 'm'));
});

it.each(Object.values(contracts).map(({ detailType }) => [detailType]))(
  'the event %s is in the README',
  (detailType) => {
    expect(readFileSync('README.md', 'utf8')).toContain(`**\`${detailType}\`**`);
  },
);

it.each([
  ['States.Timeout', /took longer/],
  ['States.DataLimitExceeded', /256 KiB/],
  ['Lambda.Unknown', /service does not know this error/],
  ['toString', /service does not know this error/],
])('%s has advice too', (name, advice) => {
  expect(adviceFor(name)).toMatch(advice);
});
