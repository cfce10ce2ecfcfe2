import { readFileSync } from 'node:fs';
import { workflows } from '../../workflows/workflows';

interface State {
  readonly Type: string;
  readonly Parameters?: { readonly FunctionName?: string };
}

const WORKFLOWS = Object.keys(workflows) as (keyof typeof workflows)[];

/** A workflow's states by name, each with the function that it calls. */
const statesOf = (workflow: keyof typeof workflows) =>
  (workflows[workflow] as { readonly States: Readonly<Record<string, State>> }).States;

const diagrams = [
  ...readFileSync('docs/architecture.md', 'utf8').matchAll(/^```mermaid\n[^]*?subgraph (\S+)([^]*?)^ +end$/gm),
];
const statesDrawnIn = (title: string) => {
  const drawn = diagrams.find(([, name]) => name === title)?.[2] ?? '';
  return { drawn, names: new Set(drawn.match(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\b/g)) };
};
const kebabCase = (name: string) => name.replace(/\B[A-Z]/g, '-$&').toLowerCase();
const replacement = statesDrawnIn('replacement');

describe.each(WORKFLOWS)('the diagram of %s', (workflow) => {
  const states = Object.entries(statesOf(workflow));
  const { drawn, names } = statesDrawnIn(workflow);
  const isReplacing = drawn.includes('[["the replacement');

  it.each(states.filter(([, { Type }]) => Type !== 'Pass'))('has %s, or the step that it calls', (name, state) => {
    const step = kebabCase(state.Parameters?.FunctionName?.replace(/\W/g, '') ?? name);
    const inReplacement = replacement.names.has(name) || replacement.drawn.includes(step);
    expect(names.has(name) || (isReplacing && inReplacement)).toBe(true);
  });

  it('has no state that the workflow lacks', () => {
    expect([...names].filter((name) => !states.some(([state]) => state === name))).toEqual([]);
  });
});

it('draws no state of the replacement that no workflow has', () => {
  const all = new Set(WORKFLOWS.flatMap((workflow) => Object.keys(statesOf(workflow))));
  expect([...replacement.names].filter((name) => !all.has(name))).toEqual([]);
});
