import { aslFindings, statesOf } from '../../scripts/asl-rules';

const retry = { ErrorEquals: ['States.TaskFailed'], MaxDelaySeconds: 30, JitterStrategy: 'FULL' };
const task = {
  Type: 'Task',
  Comment: 'Asks.',
  Resource: 'arn:aws:states:::lambda:invoke',
  TimeoutSeconds: 60,
  Retry: [retry],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'tell' }],
  End: true,
};
const map = { Type: 'Map', Comment: 'Each.', ItemProcessor: { States: { inner: task } }, End: true };

const machine = (state: object) => ({ StartAt: 'ask', States: { ask: state } });

describe('a workflow', () => {
  it('passes when nothing is wrong with it', () => {
    expect(aslFindings(machine(task))).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['a state without a Comment', { ...task, Comment: undefined }, /^ask has no Comment/],
    ['a state with an empty Comment', { ...task, Comment: ' ' }, /^ask has no Comment/],
    ['a task without a time-out', { ...task, TimeoutSeconds: undefined }, /no TimeoutSeconds/],
    ['a heartbeat as long as the time-out', { ...task, HeartbeatSeconds: 60 }, /beats every 60 s/],
    ['a retry that speeds up', { ...task, Retry: [{ ...retry, BackoffRate: 0.5 }] }, /BackoffRate below 1/],
    ['a retry without jitter', { ...task, Retry: [{ ...retry, JitterStrategy: 'NONE' }] }, /without "JitterStrategy"/],
    [
      'a retry without a longest delay',
      { ...task, Retry: [{ ...retry, MaxDelaySeconds: undefined }] },
      /MaxDelaySeconds/,
    ],
    [
      'a retry of an error that Step Functions never raises',
      { ...task, Retry: [{ ...retry, ErrorEquals: ['States.TimeOut'] }] },
      /States\.TimeOut, which does not exist/,
    ],
    [
      'a catch of an error that Step Functions never raises',
      { ...task, Catch: [{ ErrorEquals: ['States.All'] }] },
      /States\.All, which does not exist/,
    ],
    ['an empty ErrorEquals', { ...task, Catch: [{ ErrorEquals: [] }] }, /matches nothing/],
    [
      'States.ALL in company',
      { ...task, Catch: [{ ErrorEquals: ['States.Timeout', 'States.ALL'] }] },
      /beside States\.ALL/,
    ],
    [
      'a retry after States.ALL',
      { ...task, Retry: [{ ...retry, ErrorEquals: ['States.ALL'] }, retry] },
      /after States\.ALL/,
    ],
    [
      'a retry of States.Runtime',
      { ...task, Retry: [{ ...retry, ErrorEquals: ['States.Runtime'] }] },
      /retries States\.Runtime/,
    ],
    [
      'a token wait that hands out no token',
      { ...task, Resource: `${task.Resource}.waitForTaskToken`, Parameters: { 'Payload.$': '$' } },
      /gives to nobody/,
    ],
    [
      'batches in an inline map',
      { ...map, ItemBatcher: { MaxItemsPerBatch: 10 } },
      /ItemBatcher, which an INLINE map ignores/,
    ],
    [
      'a fault inside a map',
      { ...map, ItemProcessor: { States: { inner: { ...task, Comment: undefined } } } },
      /^inner has no Comment/,
    ],
    [
      'a fault inside a branch',
      { Type: 'Parallel', Comment: 'Both.', Branches: [machine({ ...task, Comment: undefined })] },
      /^ask has no Comment/,
    ],
  ])('is refused for %s', (_fault, state, finding) => {
    expect(aslFindings(machine(state))).toEqual([expect.stringMatching(finding)]);
  });

  it.each<[string, object]>([
    ['a time-out taken from the input', { ...task, TimeoutSeconds: undefined, TimeoutSecondsPath: '$.seconds' }],
    [
      'a token that is passed on',
      {
        ...task,
        Resource: `${task.Resource}.waitForTaskToken`,
        Parameters: { Payload: { 'token.$': '$$.Task.Token' } },
      },
    ],
    ['an error of the service', { ...task, Catch: [{ ErrorEquals: ['ZoneNotFound'] }] }],
    [
      'batches in a distributed map',
      {
        ...map,
        ItemBatcher: { MaxItemsPerBatch: 10 },
        ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED' } },
      },
    ],
  ])('may have %s', (_feature, state) => {
    expect(aslFindings(machine(state))).toEqual([]);
  });

  it('is walked into its branches and maps', () => {
    const parallel = { Type: 'Parallel', Branches: [machine({ ...map })] };
    expect([...statesOf({ States: { both: parallel } }).keys()]).toEqual(['both', 'ask', 'inner']);
  });
});
