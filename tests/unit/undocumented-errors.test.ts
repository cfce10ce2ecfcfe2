import { undocumentedErrors } from '../../scripts/undocumented-errors';

const NAMED = new Set(['FullError', 'GoneError']);

describe('the @throws of a module', () => {
  it.each<[string, string, string[]]>([
    ['a function without a comment', "export function f() { throw new FullError(''); }", ['1: FullError']],
    [
      'a comment that names another',
      "/** @throws GoneError */\nexport function f() { throw new FullError(''); }",
      ['2: FullError'],
    ],
    [
      'a name outside of the tag',
      "/** No FullError. */\nexport function f() { throw new FullError(''); }",
      ['2: FullError'],
    ],
    ['a step', "export const f = () => async () => { if (1) throw new FullError(''); };", ['1: FullError']],
  ])('are reported as missing for %s', (_case, text, findings) => {
    expect(undocumentedErrors('module.ts', text, NAMED)).toEqual(findings);
  });

  it.each<[string, string]>([
    ['what is named', "/** @throws FullError */\nexport function f() { throw new FullError(''); }"],
    [
      'one of several in a tag',
      "/**\n * @throws GoneError, FullError when full\n */\nexport function f() { throw new FullError(''); }",
    ],
    ['what other functions throw', "function g() { throw new FullError(''); }\nexport function f() { g(); }"],
    ['an error without a name of its own', "export function f() { throw new Error(''); }"],
    ['the methods of an adapter', "export const f = () => ({ find() { throw new FullError(''); } });"],
  ])('are not required for %s', (_case, text) => {
    expect(undocumentedErrors('module.ts', text, NAMED)).toEqual([]);
  });
});
