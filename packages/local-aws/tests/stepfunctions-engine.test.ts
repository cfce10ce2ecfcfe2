import { createClock } from '../src/clock';
import type { AslMachine } from '../src/stepfunctions/asl';
import { createEngine } from '../src/stepfunctions/engine';

const clock = createClock();
const engine = createEngine(clock);
afterAll(() => clock.stop());

const context = { Execution: { Input: { n: 2 }, Name: 'run-1' } };
const noWork = () => Promise.reject(new Error('there is no work in these machines'));
const run = (machine: AslMachine, input: unknown) => engine.run(machine, input, context, noWork).result;
const pass = (fields: object): AslMachine => ({
  StartAt: 'Pass',
  States: { Pass: { Type: 'Pass', End: true, ...fields } },
});

describe('a result', () => {
  it.each([
    ['ResultPath $', { ResultPath: '$' }, 7],
    ['ResultPath null', { ResultPath: null }, { kept: true }],
    ['a ResultPath below', { ResultPath: '$.a.b' }, { kept: true, a: { b: 7 } }],
    ['a Result of false', { Result: false }, false],
    ['a Result of 0 below', { Result: 0, ResultPath: '$.zero' }, { kept: true, zero: 0 }],
    ['OutputPath $', { OutputPath: '$', ResultPath: null }, { kept: true }],
    ['OutputPath below', { OutputPath: '$.kept', ResultPath: null }, true],
  ])('is placed by %s', async (_name, fields, output) => {
    expect(await run(pass({ Result: 7, ...fields }), { kept: true })).toEqual(output);
  });

  it.each([[0], [''], [false], [null], [[]], [['a']]])('%j passes through a state', async (value) => {
    expect(await run(pass({ InputPath: '$', OutputPath: '$' }), value)).toEqual(value);
  });
});

describe('an expression', () => {
  const input = { n: 5, path: 'C:\\temp', quoted: { say: '"hi"' }, json: '{"a":[1]}', left: { a: 1 }, right: { b: 2 } };

  it.each([
    ["States.Format('{} in {}', $.path, 'a')", 'C:\\temp in a'],
    ["States.Format('it\\'s {}', $.n)", "it's 5"],
    ['States.JsonToString($.quoted)', '{"say":"\\"hi\\""}'],
    ['States.StringToJson($.json)', { a: [1] }],
    ["States.Array(States.MathAdd($.n, 1), 'x')", [6, 'x']],
    ['States.JsonMerge($.left, $.right, false)', { a: 1, b: 2 }],
    ["States.Format('{}', $$.Execution.Name)", 'run-1'],
    ['$$.Execution.Input.n', 2],
    ['$.quoted.say', '"hi"'],
  ])('%s gives %j', async (expression, value) => {
    expect(await run(pass({ Parameters: { 'value.$': expression } }), input)).toEqual({ value });
  });

  it('leaves what it reads as it was', async () => {
    const merge = { 'merged.$': 'States.JsonMerge($.left, $.right, false)', 'left.$': '$.left' };
    expect(await run(pass({ Parameters: merge }), input)).toEqual({ merged: { a: 1, b: 2 }, left: { a: 1 } });
  });

  it.each(['States.StringToJson($.path)', "States.Format('{} {}', $.n)", 'States.ArrayLength($.n)'])(
    '%s fails by the name that AWS gives it',
    async (expression) => {
      const failing = run(pass({ Parameters: { 'value.$': expression } }), input);
      await expect(failing).rejects.toMatchObject({ name: 'States.IntrinsicFailure' });
    },
  );
});

describe('a choice', () => {
  const choose = (rule: object): AslMachine => ({
    StartAt: 'Choose',
    States: {
      Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: true, End: true },
      No: { Type: 'Pass', Result: false, End: true },
    },
  });

  it.each([
    [{ Variable: '$.n', NumericEquals: 5 }, { n: 5 }, true],
    [{ Variable: '$.n', NumericGreaterThan: 4 }, { n: 5 }, true],
    [{ Variable: '$.n', NumericGreaterThan: 4 }, { n: '5' }, false],
    [{ Variable: '$.n', NumericLessThanEquals: 4 }, { n: null }, false],
    [{ Variable: '$.n', NumericEqualsPath: '$$.Execution.Input.n' }, { n: 2 }, true],
    [{ Variable: '$.n', StringEquals: 'a' }, { n: 'a' }, true],
    [{ Variable: '$.n', StringLessThan: 'b' }, { n: 'a' }, true],
    [{ Variable: '$.n', StringLessThan: 'b' }, { n: 1 }, false],
    [{ Variable: '$.n', StringMatches: 'a*c' }, { n: 'abc' }, true],
    [{ Variable: '$.n', StringMatches: 'a*c' }, { n: 7 }, false],
    [{ Variable: '$.n', TimestampLessThan: '2026-01-01T00:00:00Z' }, { n: '2025-01-01T00:00:00Z' }, true],
    [{ Variable: '$.n', TimestampLessThan: '2026-01-01T00:00:00Z' }, { n: 'yesterday' }, false],
    [{ Variable: '$.n', BooleanEquals: false }, { n: false }, true],
    [{ Variable: '$.n', IsPresent: true }, { n: null }, true],
    [{ Variable: '$.n', IsPresent: true }, {}, false],
    [{ Variable: '$.n', IsPresent: false }, {}, true],
    [{ Variable: '$.n', IsPresent: false }, { n: 1 }, false],
    [{ Variable: '$.n', IsNull: true }, { n: null }, true],
    [{ Variable: '$.n', IsNull: false }, { n: 1 }, true],
    [{ Not: { Variable: '$.n', StringEquals: 'a' } }, { n: 'b' }, true],
    [
      {
        And: [
          { Variable: '$.n', IsPresent: true },
          { Variable: '$.n', BooleanEquals: true },
        ],
      },
      { n: true },
      true,
    ],
    [
      {
        And: [
          { Variable: '$.n', IsPresent: true },
          { Variable: '$.n', BooleanEquals: true },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.n', NumericEquals: 1 },
          { Variable: '$.n', IsString: false },
        ],
      },
      { n: 2 },
      true,
    ],
  ])('by %j of %j is %s', async (rule, input, taken) => {
    expect(await run(choose(rule), input)).toBe(taken);
  });

  it('by a value that is not there fails', async () => {
    await expect(run(choose({ Variable: '$.n', NumericEquals: 1 }), {})).rejects.toMatchObject({
      name: 'States.Runtime',
    });
  });

  it('fails when nothing fits and there is no default', async () => {
    const { States: states } = choose({ Variable: '$.n', NumericEquals: 1 });
    const machine = { StartAt: 'Choose', States: { ...states, Choose: { ...states['Choose'], Default: undefined } } };
    await expect(run(machine as AslMachine, { n: 2 })).rejects.toMatchObject({ name: 'States.NoChoiceMatched' });
  });
});
