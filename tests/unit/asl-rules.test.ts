import { aslFindings, statesOf } from '../../scripts/asl-rules';

const retryLambda = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Runtime.ExitError',
    'Sandbox.Timedout',
  ],
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
};
const retry = (error: string) => ({ ...retryLambda, ErrorEquals: [error] });
const catchOf = (...errors: string[]) => ({ ErrorEquals: errors, Next: 'tell' });
const catchAll = catchOf('States.ALL');

const lambda = 'arn:aws:states:::lambda:invoke';
const task = {
  Type: 'Task',
  Comment: 'Asks.',
  Resource: lambda,
  TimeoutSeconds: 60,
  Retry: [retryLambda],
  Catch: [catchAll],
  End: true,
};
const uncommented = { ...task, Comment: undefined };
const machine = (state: object) => ({ StartAt: 'ask', States: { ask: state } });
const map = (state: object, ProcessorConfig = { Mode: 'INLINE' }) => ({
  Type: 'Map',
  Comment: 'Asks each.',
  ItemProcessor: { States: { each: state }, ProcessorConfig },
  Catch: [catchAll],
  End: true,
});
const parallel = (state: object) => ({
  Type: 'Parallel',
  Comment: 'Asks both.',
  Branches: [{ StartAt: 'one', States: { one: state } }],
  Catch: [catchAll],
  End: true,
});

describe('a workflow', () => {
  it.each<[string, object, RegExp]>([
    ['a state without a Comment', uncommented, /^ask has no Comment/],
    ['a state with an empty Comment', { ...task, Comment: ' ' }, /^ask has no Comment/],
    ['a task without a time-out', { ...task, TimeoutSeconds: undefined }, /no TimeoutSeconds/],
    ['a heartbeat as long as the time-out', { ...task, HeartbeatSeconds: 60 }, /beats every 60 s/],
    ['a retry that speeds up', { ...task, Retry: [{ ...retryLambda, BackoffRate: 0.5 }] }, /BackoffRate below 1/],
    ['a retry without jitter', { ...task, Retry: [{ ...retryLambda, JitterStrategy: 'NONE' }] }, /"JitterStrategy"/],
    [
      'a retry that may wait for ever',
      { ...task, Retry: [{ ...retryLambda, MaxDelaySeconds: undefined }] },
      /MaxDelay/,
    ],
    ['a retry of no known error', { ...task, Retry: [retryLambda, retry('States.TimeOut')] }, /States\.TimeOut, which/],
    ['a retry of what comes again', { ...task, Retry: [retryLambda, retry('States.Runtime')] }, /comes again/],
    ['a retry after all were matched', { ...task, Retry: [retry('States.ALL'), retryLambda] }, /after States\.ALL/],
    ['a catch of no known error', { ...task, Catch: [catchOf('States.All'), catchAll] }, /States\.All, which/],
    ['a catch of nothing', { ...task, Catch: [catchOf(), catchAll] }, /matches nothing/],
    ['all errors in company', { ...task, Catch: [catchOf('States.Timeout', 'States.ALL')] }, /beside States\.ALL/],
    ['a catch after all were caught', { ...task, Catch: [catchAll, catchOf('States.Timeout')] }, /after States\.ALL/],
    ['an error that nobody catches', { ...task, Catch: [catchOf('States.Timeout')] }, /does not catch States\.ALL/],
    ['a map whose errors nobody catches', { ...map(task), Catch: [] }, /does not catch States\.ALL/],
    ['a token that nobody is given', { ...task, Resource: `${lambda}.waitForTaskToken` }, /gives to nobody/],
    [
      'batches in an inline map',
      { ...map(task), ItemBatcher: { MaxItemsPerBatch: 10 } },
      /which an INLINE map ignores/,
    ],
    ['a fault inside a map', map(uncommented), /^each has no Comment/],
    ['a fault inside a branch', parallel(uncommented), /^one has no Comment/],
  ])('is rejected for %s', (_fault, state, finding) => {
    expect(aslFindings(machine(state))).toEqual([expect.stringMatching(finding)]);
  });

  it('is rejected for each Lambda error that it does not retry', () => {
    expect(aslFindings(machine({ ...task, Retry: [retry('Lambda.ServiceException')] }))).toEqual([
      'ask does not retry Lambda.AWSLambdaException',
      'ask does not retry Lambda.SdkClientException',
      'ask does not retry Lambda.TooManyRequestsException',
      'ask does not retry Runtime.ExitError',
      'ask does not retry Sandbox.Timedout',
    ]);
  });

  it.each<[string, object]>([
    ['a task', task],
    ['a time-out taken from the input', { ...task, TimeoutSeconds: undefined, TimeoutSecondsPath: '$.seconds' }],
    ['a retry of every error', { ...task, Retry: [retry('States.ALL')] }],
    ['an error of its own', { ...task, Catch: [catchOf('ZoneNotFoundError'), catchAll] }],
    [
      'a token that is passed on',
      { ...task, Resource: `${lambda}.waitForTaskToken`, Parameters: { Payload: { 'token.$': '$$.Task.Token' } } },
    ],
    ['a map whose items leave their errors to it', map({ ...task, Catch: [] })],
    ['batches in a distributed map', { ...map(task, { Mode: 'DISTRIBUTED' }), ItemBatcher: { MaxItemsPerBatch: 10 } }],
  ])('may have %s', (_feature, state) => {
    expect(aslFindings(machine(state))).toEqual([]);
  });

  it('is checked inside branches and maps', () => {
    expect([...statesOf(machine(parallel(map(task)))).keys()]).toEqual(['ask', 'one', 'each']);
  });
});
