import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { FunctionFailed, inOrder, startStepFunctions, type TestFunction, waitForToken } from './stepfunctions-rig';

type Rig = Awaited<ReturnType<typeof startStepFunctions>>;

let rig: Rig;
let tokens: string[] = [];
const functions: Record<string, TestFunction> = {};

beforeAll(async () => {
  rig = await startStepFunctions(functions);
});
afterAll(() => rig.stop());
beforeEach(() => {
  tokens = [];
  functions['ask'] = ({ token }: { token: string }) => void tokens.push(token);
});

const succeed = (taskToken = '', output: unknown = 'answered') =>
  rig.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
const answer = async (executionArn: string) => {
  await rig.clock.settled();
  return rig.outcome(executionArn);
};

describe('a task that waits for its token', () => {
  it('goes on with the output that its token is answered with', async () => {
    const { arn, status } = await rig.run(inOrder({ Ask: waitForToken('ask') }), {}, 3_600_000);
    expect(status).toBe('RUNNING');
    await succeed(tokens[0], { issued: true });
    expect(await answer(arn)).toMatchObject({ status: 'SUCCEEDED', output: { issued: true } });
  });

  it('may be answered by its own function', async () => {
    functions['ask'] = ({ token }: { token: string }) => succeed(token, 'at once');
    expect(await rig.run(inOrder({ Ask: waitForToken('ask') }))).toMatchObject({
      status: 'SUCCEEDED',
      output: 'at once',
    });
  });

  it('fails with the error that its token is answered with', async () => {
    const { arn } = await rig.run(inOrder({ Ask: waitForToken('ask') }));
    await rig.client.send(new SendTaskFailureCommand({ taskToken: tokens[0], error: 'Refused', cause: 'by CAA' }));
    expect(await answer(arn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'by CAA' });
  });

  it.each([
    ['neither error nor cause', {}, { Error: null, Cause: null }],
    ['an error alone', { error: 'Refused' }, { Error: 'Refused', Cause: null }],
    ['a cause alone', { cause: 'by CAA' }, { Error: null, Cause: 'by CAA' }],
  ])('fails when its token is answered with %s', async (_case, given, caught) => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.failure', Next: 'After' }];
    const After = { Type: 'Pass', End: true };
    const caughtRun = await rig.run({
      StartAt: 'Ask',
      States: { Ask: waitForToken('ask', { Catch, Next: 'After' }), After },
    });
    await rig.client.send(new SendTaskFailureCommand({ taskToken: tokens[0], ...given }));
    expect(await answer(caughtRun.arn)).toMatchObject({ status: 'SUCCEEDED', output: { failure: caught } });

    const uncaught = await rig.run(inOrder({ Ask: waitForToken('ask') }));
    await rig.client.send(new SendTaskFailureCommand({ taskToken: tokens[1], ...given }));
    const { status, error = null, cause = null } = await answer(uncaught.arn);
    expect({ status, Error: error, Cause: cause }).toEqual({ status: 'FAILED', ...caught });
  });

  it('fails at once when its function does', async () => {
    functions['ask'] = () => new FunctionFailed({ errorType: 'Boom', errorMessage: 'it went off' });
    expect(await rig.run(inOrder({ Ask: waitForToken('ask') }))).toMatchObject({ status: 'FAILED', error: 'Boom' });
  });

  it.each([
    ['TimeoutSeconds', { TimeoutSeconds: 60 }],
    ['TimeoutSecondsPath', { TimeoutSecondsPath: '$.limit' }],
  ])('times out after %s, which States.TaskFailed does not match', async (_field, fields) => {
    const machine = {
      StartAt: 'Ask',
      States: {
        Ask: waitForToken('ask', {
          ...fields,
          End: true,
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Failed' },
            { ErrorEquals: ['States.Timeout'], Next: 'Late' },
          ],
        }),
        Failed: { Type: 'Pass', Result: 'failed', End: true },
        Late: { Type: 'Pass', Result: 'late', End: true },
      },
    };
    const { arn, status } = await rig.run(machine, { limit: 60 }, 59_000);
    expect(status).toBe('RUNNING');
    await rig.clock.advance(2000);
    expect(rig.outcome(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'late' });
    await expect(succeed(tokens[0])).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('keeps the input of a state whose time-out is a path', async () => {
    const machine = inOrder({ Ask: waitForToken('ask', { TimeoutSecondsPath: '$.limit' }) });
    const given: unknown[] = [];
    functions['ask'] = (payload) => given.push(payload);
    await rig.run(machine, { limit: 60 });
    expect(given).toEqual([{ input: { limit: 60 }, token: expect.any(String) }]);
  });

  it('lives on as long as its heart beats', async () => {
    const { arn } = await rig.run(inOrder({ Ask: waitForToken('ask', { HeartbeatSeconds: 60 }) }));
    for (let beat = 0; beat < 3; beat += 1) {
      await rig.clock.advance(50_000);
      await rig.client.send(new SendTaskHeartbeatCommand({ taskToken: tokens[0] }));
    }
    expect(rig.outcome(arn).status).toBe('RUNNING');
    await rig.clock.advance(61_000);
    expect(rig.outcome(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it.each(['States.Timeout', 'States.HeartbeatTimeout', 'States.ALL'])(
    'is caught as %s when its heart stops, and shows a time-out',
    async (error) => {
      const machine = {
        StartAt: 'Ask',
        States: {
          Ask: waitForToken('ask', {
            HeartbeatSecondsPath: '$.beat',
            End: true,
            Catch: [{ ErrorEquals: [error], ResultPath: '$.failure', Next: 'Late' }],
          }),
          Late: { Type: 'Pass', End: true },
        },
      };
      expect(await rig.run(machine, { beat: 10 }, 11_000)).toMatchObject({
        output: { failure: { Error: 'States.Timeout', Cause: '' } },
      });
    },
  );

  it('hands out a new token on each attempt, and the old one is worth nothing', async () => {
    const retry = { ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 2 };
    const machine = inOrder({ Ask: waitForToken('ask', { TimeoutSeconds: 60, Retry: [retry] }) });
    const { arn } = await rig.run(machine, {}, 70_000);
    expect(new Set(tokens).size).toBe(2);
    await expect(succeed(tokens[0])).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await succeed(tokens[1]);
    expect(await answer(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a token', () => {
  it('can be answered once', async () => {
    await rig.run(inOrder({ Ask: waitForToken('ask') }));
    await succeed(tokens[0]);
    await expect(succeed(tokens[0])).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('ends with its execution', async () => {
    await rig.run(inOrder({ Ask: waitForToken('ask') }, { TimeoutSeconds: 5 }), {}, 6000);
    await expect(succeed(tokens[0])).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('of another make is refused', async () => {
    await expect(succeed('not-a-token')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(succeed('AQC-unknown')).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  it('wants JSON', async () => {
    const { arn } = await rig.run(inOrder({ Ask: waitForToken('ask') }));
    const bad = rig.client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{' }));
    await expect(bad).rejects.toMatchObject({ name: 'InvalidOutput' });
    expect(rig.outcome(arn).status).toBe('RUNNING');
  });
});
