import { AwsError } from '../src/aws-error';
import { FunctionFailed, inOrder, invoke, startStepFunctions, type TestFunction } from './stepfunctions-rig';

type Rig = Awaited<ReturnType<typeof startStepFunctions>>;

let rig: Rig;
const functions: Record<string, TestFunction> = {};

beforeAll(async () => {
  rig = await startStepFunctions(functions);
});
afterAll(() => rig.stop());

describe('the states of a machine', () => {
  it('hand their output on to the next', async () => {
    functions['double'] = ({ value }: { value: number }) => ({ value: value * 2 });
    const outcome = await rig.run(inOrder({ Double: invoke('double'), Again: invoke('double') }), { value: 5 });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { value: 20 } });
  });

  it('see the whole answer of lambda:invoke', async () => {
    functions['one'] = () => 1;
    const outcome = await rig.run(inOrder({ One: invoke('one', { OutputPath: '$' }) }));
    expect(outcome.output).toMatchObject({ ExecutedVersion: '$LATEST', Payload: 1, StatusCode: 200 });
  });

  it('may name a function directly', async () => {
    functions['one'] = () => 1;
    const direct = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:one' };
    expect(await rig.run(inOrder({ One: direct }))).toMatchObject({ status: 'SUCCEEDED', output: 1 });
  });

  it('let an intrinsic function fail by its name', async () => {
    const pass = { Type: 'Pass', Parameters: { 'value.$': 'States.StringToJson($.text)' } };
    expect(await rig.run(inOrder({ Pass: pass }), { text: '{' })).toMatchObject({
      status: 'FAILED',
      error: 'States.IntrinsicFailure',
    });
  });

  it('know where they are', async () => {
    const seen: unknown[] = [];
    functions['see'] = (payload) => seen.push(payload);
    const context = {
      'id.$': '$$.Execution.Id',
      'input.$': '$$.Execution.Input.domain',
      'started.$': '$$.Execution.StartTime',
      'state.$': '$$.State.Name',
      'entered.$': '$$.State.EnteredTime',
      'retries.$': '$$.State.RetryCount',
      'text.$': "States.Format('{} of {}', $$.State.Name, $$.Execution.Name)",
    };
    const see = invoke('see', {
      Parameters: { FunctionName: 'see', Payload: context },
      ResultPath: '$.seen',
      OutputPath: '$',
    });
    const wait = { Type: 'Wait', Seconds: 90 };
    const { arn } = await rig.run(inOrder({ Wait: wait, See: see }), { domain: 'app.example.com' }, 100_000);
    expect(seen).toEqual([
      {
        id: arn,
        input: 'app.example.com',
        started: expect.any(String),
        state: 'See',
        entered: expect.any(String),
        retries: 0,
        text: `See of ${arn.split(':').at(-1) ?? ''}`,
      },
    ]);
    const [{ started, entered }] = seen as [{ started: string; entered: string }];
    expect(Date.parse(entered) - Date.parse(started)).toBeGreaterThanOrEqual(90_000);
  });
});

describe('errors', () => {
  const failing = (payload: unknown) => {
    functions['fail'] = () => new FunctionFailed(payload);
  };
  const boom = { errorType: 'Boom', errorMessage: 'it went off', trace: ['Boom: it went off'] };

  it('of a function carry its type, and its answer as the cause', async () => {
    failing(boom);
    expect(await rig.run(inOrder({ Fail: invoke('fail') }))).toMatchObject({
      status: 'FAILED',
      error: 'Boom',
      cause: JSON.stringify(boom),
    });
  });

  it('without a type are Lambda.Unknown', async () => {
    failing({ errorMessage: 'Task timed out after 3.00 seconds' });
    expect(await rig.run(inOrder({ Fail: invoke('fail') }))).toMatchObject({
      error: 'Lambda.Unknown',
      cause: expect.stringContaining('Returned payload: {"errorMessage":"Task timed out after 3.00 seconds"}'),
    });
  });

  it.each([
    [new AwsError('TooManyRequestsException', 'Rate exceeded', 429), 'Lambda.TooManyRequestsException'],
    [new AwsError('ResourceNotFoundException', 'Function not found', 404), 'Lambda.ResourceNotFoundException'],
    [new AwsError('ServiceException', 'Lambda failed', 500), 'Lambda.ServiceException'],
  ])('of Lambda itself are named after it: %p', async (error, name) => {
    functions['fail'] = () => {
      throw error;
    };
    expect(await rig.run(inOrder({ Fail: invoke('fail') }))).toMatchObject({ status: 'FAILED', error: name });
  });

  it('are retried after growing waits on the clock', async () => {
    const times: number[] = [];
    functions['flaky'] = () => {
      times.push(rig.clock.now());
      return times.length < 5 ? new FunctionFailed(boom) : 'done';
    };
    const retry = { ErrorEquals: ['Boom'], IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 100 };
    const outcome = await rig.run(inOrder({ Flaky: invoke('flaky', { Retry: [retry] }) }), {}, 300_000);
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
    const waitedSeconds = times.slice(1).map((time, index) => Math.floor((time - (times[index] ?? 0)) / 1_000));
    expect(waitedSeconds).toEqual([10, 30, 90, 100]);
  });

  it('count the retries of a state for its function', async () => {
    const counts: unknown[] = [];
    functions['flaky'] = (payload) => (counts.push(payload) < 3 ? new FunctionFailed(boom) : 'done');
    const flaky = invoke('flaky', {
      Parameters: { FunctionName: 'flaky', 'Payload.$': '$$.State.RetryCount' },
      Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
    });
    await rig.run(inOrder({ Flaky: flaky }), {}, 60_000);
    expect(counts).toEqual([0, 1, 2]);
  });

  it('end in a Fail state that shows the caught error', async () => {
    failing(boom);
    const outcome = await rig.run({
      StartAt: 'Work',
      States: {
        Work: invoke('fail', {
          End: true,
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Stop' }],
        }),
        Stop: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' },
      },
    });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'Boom', cause: JSON.stringify(boom) });
  });

  it('of a Fail state without words are none', async () => {
    const outcome = await rig.run(inOrder({ Stop: { Type: 'Fail' } }));
    expect(outcome).toMatchObject({ status: 'FAILED', error: undefined, cause: undefined });
  });

  it('are made by the intrinsic functions of a Fail state', async () => {
    const Fail = {
      Type: 'Fail',
      ErrorPath: "States.Format('{}.{}', $.failure.Error, 'Late')",
      CausePath: 'States.JsonToString($.failure)',
    };
    const failure = { Error: 'Boom', Cause: 'it "broke"' };
    const outcome = await rig.run({ StartAt: 'Fail', States: { Fail } }, { failure });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'Boom.Late', cause: JSON.stringify(failure) });
  });

  it('are caught with the input kept beside them', async () => {
    failing(boom);
    const outcome = await rig.run(
      {
        StartAt: 'Work',
        States: {
          Work: invoke('fail', {
            End: true,
            Catch: [{ ErrorEquals: ['Boom'], ResultPath: '$.failure', Next: 'After' }],
          }),
          After: { Type: 'Pass', End: true },
        },
      },
      { domain: 'a.example' },
    );
    expect(outcome.output).toEqual({ domain: 'a.example', failure: { Error: 'Boom', Cause: JSON.stringify(boom) } });
  });

  it('of a path that leads nowhere cannot be caught', async () => {
    const outcome = await rig.run({
      StartAt: 'Work',
      States: {
        Work: invoke('fail', {
          Parameters: { FunctionName: 'fail', 'Payload.$': '$.nothing' },
          End: true,
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }],
        }),
        After: { Type: 'Pass', End: true },
      },
    });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it.each([
    ['a function', 'arn:aws:states:::lambda:invoke', 'lambda'],
    ['a function named directly', 'arn:aws:lambda:us-east-1:123456789012:function:large', undefined],
  ])('of a result over 256 KiB of %s are caught, and the cause names what gave it', async (_case, Resource, named) => {
    functions['large'] = () => 'x'.repeat(262_144);
    const Work = { Type: 'Task', Resource, ...(named && { Parameters: { FunctionName: 'large' } }) };
    const { arn, ...outcome } = await rig.run({
      StartAt: 'Work',
      States: {
        Work: { ...Work, End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] },
        After: { Type: 'Pass', End: true },
      },
    });
    expect(outcome).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        Error: 'States.DataLimitExceeded',
        Cause: `The state/task '${named ?? Resource}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      },
    });
    expect(await rig.historyTypes(arn)).toEqual(
      expect.arrayContaining([named ? 'TaskFailed' : 'LambdaFunctionFailed', 'TaskStateExited', 'PassStateEntered']),
    );
  });

  it('of a result over 256 KiB are matched by their name, and end an execution that does not catch them', async () => {
    functions['large'] = () => 'x'.repeat(262_144);
    const Catch = [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'After' }];
    const After = { Type: 'Pass', End: true };
    const caught = { StartAt: 'Work', States: { Work: invoke('large', { End: true, Catch }), After } };
    expect(await rig.run(caught)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await rig.run(inOrder({ Work: invoke('large') }))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('of an input over 256 KiB cannot be caught', async () => {
    functions['large'] = () => 'x';
    const Parameters = { FunctionName: 'large', Payload: { 'a.$': '$.text', 'b.$': '$.text' } };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const States = { Work: invoke('large', { Parameters, End: true, Catch }), After: { Type: 'Pass', End: true } };
    expect(await rig.run({ StartAt: 'Work', States }, { text: 'x'.repeat(140_000) })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('of a state that grows its output over 256 KiB end the execution', async () => {
    const half = { Type: 'Pass', Parameters: { 'a.$': '$.text', 'b.$': '$.text' } };
    const outcome = await rig.run(inOrder({ Double: half }), { text: 'x'.repeat(140_000) });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('a function that does not return', () => {
  it('is given up when its state times out', async () => {
    let giveBack = (): void => undefined;
    functions['stuck'] = () => new Promise<void>((resolve) => (giveBack = resolve));
    const timedOut = new Promise((resolve) => {
      rig.stepFunctions.onTransition(({ type, error }) => type === 'failed' && resolve(error));
    });
    // The clock does not move past a function that runs: this second is a real one.
    const arn = await rig.start(await rig.createMachine(inOrder({ Stuck: invoke('stuck', { TimeoutSeconds: 1 }) })));
    expect(await timedOut).toBe('States.Timeout');
    giveBack();
    await rig.clock.settled();
    expect(rig.outcome(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
  });
});

describe('a whole execution', () => {
  it('waits for 72 hours in growing steps in moments', async () => {
    const calls: number[] = [];
    functions['check'] = ({ interval = 30 }: { interval?: number }) => {
      calls.push(rig.clock.now());
      return { interval: Math.min(interval * 2, 3600), done: (calls[0] ?? 0) + 72 * 3_600_000 < rig.clock.now() };
    };
    const { arn, status } = await rig.run(
      inOrder({
        Check: invoke('check'),
        Done: { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'End' }], Default: 'Pause' },
        Pause: { Type: 'Wait', SecondsPath: '$.interval', Next: 'Check' },
        End: { Type: 'Succeed' },
      }),
      {},
      80 * 3_600_000,
    );
    expect(status).toBe('SUCCEEDED');
    expect(calls.length).toBeLessThan(100);
    const execution = rig.stepFunctions.executions().find((candidate) => candidate.arn === arn);
    expect((execution?.stoppedAt ?? 0) - (execution?.startedAt ?? 0)).toBeGreaterThan(72 * 3_600_000);
  });

  it('is bound by the time-out of its machine', async () => {
    const outcome = await rig.run(
      inOrder({ Wait: { Type: 'Wait', Seconds: 600 } }, { TimeoutSeconds: 60 }),
      {},
      61_000,
    );
    expect(outcome).toMatchObject({ status: 'TIMED_OUT', error: undefined });
  });

  it('waits until an instant', async () => {
    const at = new Date(rig.clock.now() + 3_600_000).toISOString();
    const machine = inOrder({ Wait: { Type: 'Wait', TimestampPath: '$.at' } });
    const before = await rig.run(machine, { at }, 3_500_000);
    expect(before.status).toBe('RUNNING');
    await rig.clock.advance(200_000);
    expect(rig.outcome(before.arn).status).toBe('SUCCEEDED');
  });
});
