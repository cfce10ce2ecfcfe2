import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '../../../events/contracts';

const textOf = (file: string) => readFileSync(join(__dirname, '../../..', file), 'utf8');
const contractOf = (detailType: string) => Object.values(contracts).find((each) => each.detailType === detailType);
const problemsOf = (detailType: string, detail: unknown) =>
  contractOf(detailType)?.detail.safeParse(detail).error?.issues ?? [];

/** An event's paragraph starts with its detail-type in bold, followed by the example. */
const examples = [...textOf('README.md').matchAll(/^\*\*`([^`]+)`\*\*(?:(?!^\*\*`)[^])*?^```json\n([^]*?)^```$/gm)].map(
  ([, detailType = '', json = '']) => [detailType, json] as const,
);
/** The events in put-events commands, which may span several lines. */
const emitted = ['README.md', 'docs/runbook.md'].flatMap((file) =>
  [...textOf(file).matchAll(/put-events --entries '([^']+)'/g)].flatMap(([, json = '']) =>
    (JSON.parse(json) as { DetailType: string; Detail: string }[]).map(({ DetailType, Detail }) => [
      file,
      DetailType,
      Detail,
    ]),
  ),
);

it('there are examples and commands', () => {
  expect(examples.map(([detailType]) => detailType)).toEqual(['Domain Requested']);
  expect(emitted).not.toEqual([]);
});

it.each(examples)('the example of "%s" conforms to its contract', (detailType, json) => {
  expect(contractOf(detailType)).toBeDefined();
  expect(problemsOf(detailType, JSON.parse(json))).toEqual([]);
});

it.each(emitted)('a command in %s emits a "%s" that conforms to its contract: %s', (_, detailType = '', json = '') => {
  expect(contractOf(detailType)).toBeDefined();
  expect(problemsOf(detailType, JSON.parse(json))).toEqual([]);
});
