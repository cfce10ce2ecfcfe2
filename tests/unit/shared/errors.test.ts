import { readFileSync } from 'node:fs';
import { adviceFor } from '../../../shared/advice';
import * as errors from '../../../shared/errors';

const runbook = new Set(
  [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^#{2,3} (\S+)$/gm)].map(([, name]) => name),
);

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

it.each([
  ['States.Timeout', /took longer/],
  ['States.DataLimitExceeded', /256 KiB/],
  ['Lambda.Unknown', /not an error that the service knows/],
  ['toString', /not an error that the service knows/],
])('%s has advice too', (name, advice) => {
  expect(adviceFor(name)).toMatch(advice);
});
