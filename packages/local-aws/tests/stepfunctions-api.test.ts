import {
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
  CreateStateMachineCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
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

beforeEach(async () => {
  rig = await startStepFunctions(functions);
});
afterEach(() => rig.stop());

const waiting = inOrder({ Wait: { Type: 'Wait', Seconds: 600 } });
const eventsOf = async (executionArn: string) => {
  const { events = [] } = await rig.client.send(new GetExecutionHistoryCommand({ executionArn }));
  return events;
};

describe('a state machine', () => {
  it('is created once, and the same again is the same', async () => {
    const arn = await rig.createMachine(waiting);
    expect(await rig.createMachine(waiting)).toBe(arn);
    await expect(rig.createMachine(inOrder({ End: { Type: 'Succeed' } }))).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
    });
    const { stateMachines } = await rig.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toMatchObject([{ stateMachineArn: arn, name: 'machine', type: 'STANDARD' }]);
  });

  it('keeps its definition, its role and its tags', async () => {
    const arn = await rig.createMachine(waiting);
    await rig.client.send(new TagResourceCommand({ resourceArn: arn, tags: [{ key: 'team', value: 'web' }] }));
    expect(await rig.client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))).toMatchObject({
      definition: JSON.stringify(waiting),
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      status: 'ACTIVE',
    });
    const { tags } = await rig.client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual([{ key: 'team', value: 'web' }]);
  });

  it('that is updated leaves running executions as they began', async () => {
    const arn = await rig.createMachine(waiting);
    const executionArn = await rig.start(arn);
    const definition = JSON.stringify(inOrder({ End: { Type: 'Succeed' } }));
    await rig.client.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition }));
    const begun = await rig.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(begun.definition).toBe(JSON.stringify(waiting));
    const later = await rig.start(arn);
    await rig.clock.settled();
    expect([rig.outcome(executionArn).status, rig.outcome(later).status]).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('that is deleted starts no more', async () => {
    const arn = await rig.createMachine(waiting);
    await rig.client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await expect(rig.start(arn)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it.each([
    ['no JSON', '{'],
    ['no states', '{"StartAt": "A"}'],
    ['a state that is not there', JSON.stringify({ StartAt: 'B', States: { A: { Type: 'Pass', End: true } } })],
    ['a feature that would not be run', JSON.stringify({ ...waiting, QueryLanguage: 'JSONata' })],
  ])('with %s is refused', async (_name, definition) => {
    const creation = new CreateStateMachineCommand({
      name: 'bad',
      definition,
      roleArn: 'arn:aws:iam::123456789012:role/machine',
    });
    await expect(rig.client.send(creation)).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});

describe('starting an execution', () => {
  it('twice by one name and input gives the one that runs', async () => {
    const arn = await rig.createMachine(waiting);
    expect(await rig.start(arn, { a: 1 }, 'once')).toBe(await rig.start(arn, { a: 1 }, 'once'));
    await expect(rig.start(arn, { a: 2 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('by the name of a closed one is refused for 90 days', async () => {
    const arn = await rig.createMachine(waiting);
    await rig.start(arn, {}, 'once');
    await rig.clock.advance(700_000);
    await expect(rig.start(arn, {}, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await rig.clock.advance(90 * 86_400_000);
    expect(await rig.start(arn, {}, 'once')).toMatch(/:execution:machine:once$/);
  });

  it.each([
    ['a space in the name', { name: 'a b' }, 'InvalidName'],
    ['a name of 81 characters', { name: 'x'.repeat(81) }, 'InvalidName'],
    ['input over 256 KiB', { input: JSON.stringify('x'.repeat(262_143)) }, 'InvalidExecutionInput'],
    ['input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    [
      'an unknown machine',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:no' },
      'StateMachineDoesNotExist',
    ],
    ['no ARN', { stateMachineArn: 'machine' }, 'InvalidArn'],
  ])('with %s is refused', async (_name, fields, error) => {
    const stateMachineArn = await rig.createMachine(waiting);
    const start = rig.client.send(new StartExecutionCommand({ stateMachineArn, ...fields }));
    await expect(start).rejects.toMatchObject({ name: error });
  });
});

describe('the history', () => {
  it('of a task has the event types of AWS', async () => {
    functions['one'] = () => 1;
    const { arn } = await rig.run(inOrder({ One: invoke('one'), Pause: { Type: 'Wait', Seconds: 1 } }), { a: 1 }, 2000);
    const events = await eventsOf(arn);
    expect(events.map(({ type, id, previousEventId }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 1, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSucceeded'],
      [6, 5, 'TaskStateExited'],
      [7, 6, 'WaitStateEntered'],
      [8, 7, 'WaitStateExited'],
      [9, 8, 'ExecutionSucceeded'],
    ]);
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: JSON.stringify({ FunctionName: 'one', Payload: { a: 1 } }),
    });
  });

  it('of a token has its time of issue, and of a retry each attempt', async () => {
    functions['ask'] = () => undefined;
    const ask = waitForToken('ask', {
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }],
    });
    const { arn } = await rig.run(inOrder({ Ask: ask }), {}, 60_000);
    const attempt = ['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskTimedOut'];
    expect((await eventsOf(arn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      ...attempt,
      ...attempt,
      'ExecutionFailed',
    ]);
  });

  it('is read in pages, forwards and backwards', async () => {
    const arn = await rig.start(await rig.createMachine(inOrder({ End: { Type: 'Succeed' } })));
    await rig.clock.settled();
    const first = await rig.client.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 3 }));
    const { nextToken } = first;
    const second = await rig.client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 3, nextToken }),
    );
    expect([...(first.events ?? []), ...(second.events ?? [])].map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(second.nextToken).toBeUndefined();
    const last = await rig.client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }),
    );
    expect(last.events).toMatchObject([{ id: 4, type: 'ExecutionSucceeded' }]);
  });

  it('ends at 25,000 events', async () => {
    const loop = inOrder({
      Again: { Type: 'Choice', Choices: [{ Variable: '$.done', IsPresent: true, Next: 'End' }], Default: 'Pass' },
      Pass: { Type: 'Pass', Next: 'Again' },
      End: { Type: 'Succeed' },
    });
    const { arn, status, cause } = await rig.run(loop);
    expect({ status, cause }).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('(25000)') });
    const { events } = await rig.client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
  });
});

describe('an execution', () => {
  it('is stopped with an error and a cause', async () => {
    const executionArn = await rig.start(await rig.createMachine(waiting));
    await rig.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));
    expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'by hand',
      redriveStatus: 'REDRIVABLE',
    });
    await rig.clock.advance(700_000);
    expect((await eventsOf(executionArn)).at(-1)?.type).toBe('ExecutionAborted');
  });

  it('is listed by status, the newest first', async () => {
    const arn = await rig.createMachine(waiting);
    const [first, second] = [await rig.start(arn, {}, 'first'), await rig.start(arn, {}, 'second')];
    await rig.client.send(new StopExecutionCommand({ executionArn: first }));
    const list = (statusFilter?: 'RUNNING') =>
      rig.client.send(new ListExecutionsCommand({ stateMachineArn: arn, statusFilter }));
    expect((await list()).executions).toMatchObject([{ executionArn: second }, { executionArn: first }]);
    expect((await list('RUNNING')).executions).toMatchObject([{ executionArn: second }]);
  });

  it('is redriven from the state that failed, with the input that it had', async () => {
    const given: unknown[] = [];
    functions['flaky'] = (payload) => (given.push(payload) === 1 ? new FunctionFailed({ errorType: 'Boom' }) : 'done');
    const machine = inOrder({ Before: { Type: 'Pass', Result: { from: 'Before' } }, Flaky: invoke('flaky') });
    const { arn, status } = await rig.run(machine, { n: 1 });
    expect(status).toBe('FAILED');
    await rig.client.send(new RedriveExecutionCommand({ executionArn: arn }));
    await rig.clock.settled();
    expect(await rig.client.send(new DescribeExecutionCommand({ executionArn: arn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '"done"',
      redriveCount: 1,
      input: '{"n":1}',
    });
    expect(given).toEqual([{ from: 'Before' }, { from: 'Before' }]);
    const types = (await eventsOf(arn)).map(({ type }) => type);
    expect(types.filter((type) => type === 'PassStateEntered')).toHaveLength(1);
    expect(types).toContain('ExecutionRedriven');
  });

  it('is not redriven after 14 days, nor when it succeeded', async () => {
    const failed = await rig.run(inOrder({ Stop: { Type: 'Fail' } }));
    const succeeded = await rig.run(inOrder({ End: { Type: 'Succeed' } }));
    await rig.clock.advance(15 * 86_400_000);
    for (const { arn } of [failed, succeeded]) {
      await expect(rig.client.send(new RedriveExecutionCommand({ executionArn: arn }))).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
    }
  });

  it('publishes its status on the default bus, with the fields of the documented event', async () => {
    const { arn } = await rig.run(inOrder({ Stop: { Type: 'Fail', Error: 'Boom', Cause: 'it went off' } }), { n: 1 });
    const [running, failed] = rig.emitted;
    expect(running?.detail).toMatchObject({ status: 'RUNNING', stopDate: null, redriveStatus: 'NOT_REDRIVABLE' });
    expect(failed).toEqual({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [arn],
      detail: {
        executionArn: arn,
        stateMachineArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:stateMachine:m\d+$/),
        name: arn.split(':').at(-1),
        status: 'FAILED',
        startDate: expect.any(Number),
        stopDate: expect.any(Number),
        input: '{"n":1}',
        inputDetails: { included: true },
        output: null,
        outputDetails: null,
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'REDRIVABLE',
        redriveStatusReason: 'Execution is FAILED and is redrivable',
        error: 'Boom',
        cause: 'it went off',
      },
    });
  });

  it('shows each transition as it happens', async () => {
    functions['flaky'] = () => new FunctionFailed({ errorType: 'Boom' });
    const seen: string[] = [];
    const unsubscribe = rig.stepFunctions.onTransition(({ state, type, error = '' }) =>
      seen.push(`${state} ${type} ${error}`.trim()),
    );
    const retry = [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }];
    await rig.run(inOrder({ Pass: { Type: 'Pass' }, Flaky: invoke('flaky', { Retry: retry }) }), {}, 2000);
    unsubscribe();
    expect(seen).toEqual([
      'Pass entered',
      'Pass exited',
      'Flaky entered',
      'Flaky failed Boom',
      'Flaky retried',
      'Flaky failed Boom',
    ]);
  });
});
