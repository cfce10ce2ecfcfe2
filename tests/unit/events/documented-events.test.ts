import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '../../../events/contracts';

const textOf = (file: string) => readFileSync(join(__dirname, '../../..', file), 'utf8');
const contractOf = (detailType: string) => Object.values(contracts).find((each) => each.detailType === detailType);
const problemsOf = (detailType: string, detail: unknown) =>
  contractOf(detailType)?.detail.safeParse(detail).error?.issues ?? [];

/** Each event has a section in the generated page; its example, if it has one, is the first JSON there. */
const examples = [...textOf('docs/events.md').matchAll(/^### (.+)$(?:(?!^### )[^])*?^```json\n([^]*?)^```$/gm)].map(
  ([, detailType = '', json = '']) => [detailType, json] as const,
);
/** The events of the put-events lines; a line may go on in the next one. */
const emitted = ['README.md', 'docs/cli.md', 'docs/deployment.md', 'docs/events.md', 'docs/runbook.md'].flatMap(
  (file) =>
    [...textOf(file).matchAll(/put-events --entries '([^']+)'/g)].flatMap(([, json = '']) =>
      (JSON.parse(json) as { DetailType: string; Detail: string }[]).map(({ DetailType, Detail }) => [
        file,
        DetailType,
        Detail,
      ]),
    ),
);

it('has an example of each event that a person sends, and lines to paste', () => {
  expect(examples.map(([detailType]) => detailType)).toEqual([
    'Domain Requested',
    'Domain Removal Requested',
    'Domain Rollback Requested',
    'Sweep Requested',
  ]);
  expect(emitted).not.toEqual([]);
});

it.each(examples)('the example of "%s" matches its contract', (detailType, json) => {
  expect(contractOf(detailType)).toBeDefined();
  expect(problemsOf(detailType, JSON.parse(json))).toEqual([]);
});

it.each(emitted)(
  'a line to paste in %s emits a "%s" that matches its contract: %s',
  (_, detailType = '', json = '') => {
    expect(contractOf(detailType)).toBeDefined();
    expect(problemsOf(detailType, JSON.parse(json))).toEqual([]);
  },
);
