import { GetExecutionHistoryCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import {
  FunctionFailed,
  inOrder,
  invoke,
  startStepFunctions,
  type TestFunction,
  waitForToken,
} from './stepfunctions-rig';

type Rig = Awaited<ReturnType<typeof startStepFunctions>>;

let rig: Rig;
const functions: Record<string, TestFunction> = {};

beforeAll(async () => {
  rig = await startStepFunctions(functions);
});
afterAll(() => rig.stop());

const history = async (executionArn: string) => {
  const { events = [] } = await rig.client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events;
};
const map = (states: Record<string, object>, fields: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inOrder(states) },
  ...fields,
});

describe('a Parallel state', () => {
  it('gives the results of its branches in order', async () => {
    functions['slow'] = () => 'slow';
    const branches = [
      inOrder({ Wait: { Type: 'Wait', Seconds: 60 }, Slow: invoke('slow') }),
      inOrder({ Fast: { Type: 'Pass', Result: 'fast' } }),
    ];
    const outcome = await rig.run(inOrder({ Both: { Type: 'Parallel', Branches: branches } }), {}, 61_000);
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: ['slow', 'fast'] });
  });

  it('writes the whole history of every branch', async () => {
    const branches = [inOrder({ A: { Type: 'Pass' } }), inOrder({ B: { Type: 'Pass' }, C: { Type: 'Succeed' } })];
    const { arn } = await rig.run(inOrder({ Both: { Type: 'Parallel', Branches: branches } }));
    const events = await history(arn);
    const chains = events
      .filter(({ stateEnteredEventDetails: entered }) => entered)
      .map(({ stateEnteredEventDetails: entered, previousEventId }) => [
        entered?.name,
        events.find(({ id }) => id === previousEventId)?.type,
      ]);
    expect(Object.fromEntries(chains)).toEqual({
      Both: 'ExecutionStarted',
      A: 'ParallelStateStarted',
      B: 'ParallelStateStarted',
      C: 'PassStateExited',
    });
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events.filter(({ type }) => type?.endsWith('Exited'))).toHaveLength(4);
  });

  it('fails with its first failing branch, and ends the others', async () => {
    let token = '';
    functions['ask'] = (payload: { token: string }) => void (token = payload.token);
    functions['fail'] = () => new FunctionFailed({ errorType: 'Boom', errorMessage: 'it went off' });
    const branches = [
      inOrder({ Ask: waitForToken('ask') }),
      inOrder({ Wait: { Type: 'Wait', Seconds: 10 }, Fail: invoke('fail') }),
    ];
    const machine = {
      StartAt: 'Both',
      States: {
        Both: { Type: 'Parallel', Branches: branches, End: true, Catch: [{ ErrorEquals: ['Boom'], Next: 'Pause' }] },
        Pause: { Type: 'Wait', Seconds: 600, End: true },
      },
    };
    const { arn, status } = await rig.run(machine, {}, 11_000);
    expect(status).toBe('RUNNING');
    const late = rig.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '1' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect((await history(arn)).at(-1)).toMatchObject({ type: 'WaitStateEntered' });
  });

  it('is retried as a whole', async () => {
    let calls = 0;
    functions['flaky'] = () => (++calls < 2 ? new FunctionFailed({ errorType: 'Boom' }) : calls);
    const both = {
      Type: 'Parallel',
      Branches: [inOrder({ Flaky: invoke('flaky') })],
      Retry: [{ ErrorEquals: ['Boom'] }],
    };
    expect(await rig.run(inOrder({ Both: both }), {}, 2000)).toMatchObject({ status: 'SUCCEEDED', output: [2] });
  });
});

describe('a Map state', () => {
  it('runs its processor for each item', async () => {
    functions['double'] = (n: number) => n * 2;
    const machine = inOrder({
      Each: map({ Double: invoke('double') }, { ItemsPath: '$.items', ResultPath: '$.doubled' }),
    });
    expect((await rig.run(machine, { items: [1, 2, 3] })).output).toEqual({ items: [1, 2, 3], doubled: [2, 4, 6] });
  });

  it('takes its own input as the items, and gives nothing for none', async () => {
    const machine = inOrder({ Each: map({ Same: { Type: 'Pass' } }) });
    expect((await rig.run(machine, [0, null, 'x'])).output).toEqual([0, null, 'x']);
    expect((await rig.run(machine, [])).output).toEqual([]);
  });

  it('makes its items with ItemSelector, and knows them inside too', async () => {
    const selector = { 'domain.$': '$$.Map.Item.Value', 'nth.$': '$$.Map.Item.Index', 'zone.$': '$.zone' };
    const inside = { Type: 'Pass', Parameters: { 'given.$': '$', 'index.$': '$$.Map.Item.Index' } };
    const machine = inOrder({ Each: map({ Inside: inside }, { ItemsPath: '$.domains', ItemSelector: selector }) });
    expect((await rig.run(machine, { domains: ['a', 'b'], zone: 'Z' })).output).toEqual([
      { given: { domain: 'a', nth: 0, zone: 'Z' }, index: 0 },
      { given: { domain: 'b', nth: 1, zone: 'Z' }, index: 1 },
    ]);
  });

  it.each([
    ['MaxConcurrency', { MaxConcurrency: 2 }],
    ['MaxConcurrencyPath', { MaxConcurrencyPath: '$.limit' }],
  ])('runs no more at a time than %s', async (_field, limit) => {
    let under = 0;
    let most = 0;
    functions['count'] = () => {
      under += 1;
      most = Math.max(most, under);
    };
    functions['uncount'] = () => (under -= 1);
    const states = { Count: invoke('count'), Wait: { Type: 'Wait', Seconds: 10 }, Uncount: invoke('uncount') };
    const machine = inOrder({ Each: map(states, { ItemsPath: '$.items', ...limit }) });
    const outcome = await rig.run(machine, { items: [1, 2, 3, 4, 5], limit: 2 }, 31_000);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(most).toBe(2);
  });

  it('fails with its first failing item, and begins no other', async () => {
    const seen: number[] = [];
    functions['pick'] = (n: number) => (seen.push(n) === 2 ? new FunctionFailed({ errorType: 'Boom' }) : n);
    const machine = inOrder({ Each: map({ Pick: invoke('pick') }, { MaxConcurrency: 1 }) });
    const { arn, status, error } = await rig.run(machine, [1, 2, 3]);
    expect({ status, error, seen }).toEqual({ status: 'FAILED', error: 'Boom', seen: [1, 2] });
    const types = (await history(arn)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['MapIterationSucceeded', 'MapIterationFailed', 'MapStateFailed']));
  });

  it('wants an array', async () => {
    expect(await rig.run(inOrder({ Each: map({ Same: { Type: 'Pass' } }) }), {})).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    });
  });

  it('may hold branches and items again', async () => {
    const inner = map({ Same: { Type: 'Pass' } }, { ItemsPath: '$.items' });
    const branches = [inOrder({ Inner: inner }), inOrder({ Name: { Type: 'Pass', OutputPath: '$.name' } })];
    const machine = inOrder({ Each: map({ Both: { Type: 'Parallel', Branches: branches } }) });
    const input = [
      { name: 'a', items: [1, 2] },
      { name: 'b', items: [3] },
    ];
    expect((await rig.run(machine, input)).output).toEqual([
      [[1, 2], 'a'],
      [[3], 'b'],
    ]);
  });
});
