import { undocumentedExports } from '../../scripts/undocumented-exports';

describe('the doc comments of a module', () => {
  it.each<[string, string, string[]]>([
    ['a function without one', 'export function f() {}', ['1: f']],
    ['a constant without one', '\nexport const a = 1;', ['2: a']],
    ['an interface without one', 'export interface I {}', ['1: I']],
    ['a type without one', 'export type T = 1;', ['1: T']],
    ['a class without one', 'export class C {}', ['1: C']],
    ['a default export without one', 'export default function () {}', ['1: default']],
    ['a line comment, which no tool shows', '// About f.\nexport function f() {}', ['2: f']],
    ['an export by list', 'const a = 1;\nexport { a as b };', ['2: a']],
    ['only the first of two', '/** A. */\nexport const a = 1;\nexport const b = 2;', ['3: b']],
  ])('are reported as missing for %s', (_case, text, findings) => {
    expect(undocumentedExports('module.ts', text)).toEqual(findings);
  });

  it.each<[string, string]>([
    ['a function that has one', '/** Does. */\nexport function f() {}'],
    ['a function that nobody else sees', 'function f() {}'],
    [
      'the type of a schema that has one',
      '/** A. */\nexport const a = z.string();\nexport type a = z.infer<typeof a>;',
    ],
    ['the other overloads of a function', '/** Does. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;'],
    ['an export by list of what has one', '/** A. */\nconst a = 1;\nexport { a };'],
    ['what another module exports', "export { a } from './a';"],
  ])('are not required for %s', (_case, text) => {
    expect(undocumentedExports('module.ts', text)).toEqual([]);
  });
});
