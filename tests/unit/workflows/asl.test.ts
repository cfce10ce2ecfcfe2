import * as errors from '../../../shared/errors';
import {
  callbackStep,
  choice,
  fail,
  isPresent,
  otherwise,
  pass,
  step,
  succeed,
  verdictIs,
  wait,
  when,
  workflow,
} from '../../../workflows/asl';
import { dnsLookupFailed, type Retrier } from '../../../workflows/retries';
import { workflows } from '../../../workflows/workflows';

const { StartAt, States } = workflow({
  comment: 'Every kind of state.',
  onFailure: 'NotifyFailure',
  states: {
    Begin: pass('Begins.', { 'event.$': '$' }),
    CheckDomain: step('Checks.', { retry: [dnsLookupFailed] }),
    WaitForIssued: callbackStep('Waits.', {
      payload: { 'certificate.$': '$.certificate' },
      resultAt: '$.issuance',
      timeoutSecondsPath: '$.wait.intervalSeconds',
      caught: { errors: ['States.Timeout', errors.IssuanceTimedOutError], at: '$.timeout', next: 'CheckAgain' },
      next: 'IsDone',
    }),
    CheckAgain: step('Checks again.', {
      calls: 'CheckDomain',
      result: { pick: ['target', 'wait.attempt'], at: '$.again' },
      onFailure: 'Done',
      failedAt: '$.notNotified',
    }),
    IsDone: choice('Asks.', [when(isPresent('$.notNotified'), 'Done'), otherwise('Rest')]),
    Rest: wait('Rests.', { seconds: 5, next: 'CheckDomain' }),
    Done: succeed('Done.'),
    NotifyFailure: step('Notifies.', { next: 'Failed', publishes: true }),
    Failed: fail('Failed.', { Error: 'Broken', Cause: 'It broke.' }),
  },
});

describe('a workflow', () => {
  it('starts with its first state', () => {
    expect(StartAt).toBe('Begin');
  });
  it('goes on to the state below, unless another is named', () => {
    const next = Object.entries(States).flatMap(([name, { Next }]) => (Next === undefined ? [] : [[name, Next]]));
    expect(Object.fromEntries(next)).toEqual({
      Begin: 'CheckDomain',
      CheckDomain: 'WaitForIssued',
      WaitForIssued: 'IsDone',
      CheckAgain: 'IsDone',
      Rest: 'CheckDomain',
      NotifyFailure: 'Failed',
    });
  });
  it('branches', () => {
    expect(States['IsDone']).toMatchObject({
      Choices: [{ Variable: '$.notNotified', IsPresent: true, Next: 'Done' }],
      Default: 'Rest',
    });
  });
  it('has no Next where it branches or ends', () => {
    for (const name of ['IsDone', 'Done', 'Failed']) expect(States[name]).not.toHaveProperty('Next');
  });
});

describe('a step', () => {
  it('calls the function that the state is named after, with the whole document', () => {
    expect(States['CheckDomain']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: '${CheckDomain}', 'Payload.$': '$' },
      OutputPath: '$.Payload',
    });
  });
  it('may call another one, and keep one field of the result', () => {
    expect(States['CheckAgain']).toMatchObject({
      Parameters: { FunctionName: '${CheckDomain}' },
      ResultSelector: { 'target.$': '$.Payload.target', 'attempt.$': '$.Payload.wait.attempt' },
      ResultPath: '$.again',
    });
    expect(States['CheckAgain']).not.toHaveProperty('OutputPath');
  });
  it('hands out its token where it waits for the answer', () => {
    expect(States['WaitForIssued']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { Payload: { 'taskToken.$': '$$.Task.Token', 'certificate.$': '$.certificate' } },
      TimeoutSecondsPath: '$.wait.intervalSeconds',
    });
  });
  it('retries what every step retries, then what is its own', () => {
    const retried = (name: string) => States[name]?.Retry?.map(({ ErrorEquals }) => ErrorEquals.at(0));
    expect(retried('CheckDomain')).toEqual(['Lambda.ServiceException', 'ThrottledError', 'DnsLookupError']);
    expect(retried('WaitForIssued')).toEqual(['Lambda.ServiceException', 'ThrottledError']);
  });
  it('retries a rejected event only where it publishes one', () => {
    const rejects = Object.entries(States).filter(([, state]) => JSON.stringify(state).includes('EventNotPublished'));
    expect(rejects.map(([name]) => name)).toEqual(['NotifyFailure']);
  });
  it('keeps its error under its name and goes to the one that notifies people', () => {
    expect(States['CheckDomain']?.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failed.CheckDomain', Next: 'NotifyFailure' },
    ]);
  });
  it('may go elsewhere after some errors, or after all', () => {
    expect(States['WaitForIssued']?.Catch).toEqual([
      { ErrorEquals: ['States.Timeout', 'IssuanceTimedOutError'], ResultPath: '$.timeout', Next: 'CheckAgain' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failed.WaitForIssued', Next: 'NotifyFailure' },
    ]);
    expect(States['CheckAgain']?.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.notNotified', Next: 'Done' },
    ]);
  });
});

describe.each(Object.entries(workflows))('every step of %s', (_name, machine) => {
  it.each(Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task'))(
    '%s ends in time, retries with full jitter up to a maximum, and catches whatever is left',
    (_state, { Retry = [], Catch = [], TimeoutSeconds, TimeoutSecondsPath }) => {
      expect(TimeoutSeconds ?? TimeoutSecondsPath).toBeDefined();
      for (const { JitterStrategy, MaxDelaySeconds } of Retry) {
        expect({ JitterStrategy, MaxDelaySeconds }).toEqual({
          JitterStrategy: 'FULL',
          MaxDelaySeconds: expect.any(Number),
        });
      }
      expect(Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    },
  );
});

// Each line below that compiled would be reported by `npm run check:types`: its directive would be unused.
it('does not compile with a name that nothing answers to', () => {
  const states = { CheckDomain: step('Checks.'), Done: succeed('Done.') };
  const retrier: Omit<Retrier, 'ErrorEquals'> = dnsLookupFailed;

  // @ts-expect-error a state that is not in the workflow, as the next one
  workflow({ comment: '', onFailure: 'Done', states: { ...states, CheckRemoval: step('Checks.', { next: 'Don' }) } });
  // @ts-expect-error one that is not in the workflow, in a choice
  workflow({ comment: '', onFailure: 'Done', states: { ...states, Fork: choice('Asks.', [otherwise('Don')]) } });
  // @ts-expect-error one that is not in the workflow, after a failure
  workflow({ comment: '', onFailure: 'Don', states });
  // @ts-expect-error a state named after no function
  workflow({ comment: '', onFailure: 'Done', states: { ...states, CheckDomian: step('Checks.') } });
  // @ts-expect-error a function that does not exist
  step('Checks.', { calls: 'CheckDomian' });
  // @ts-expect-error an error that does not exist
  const misnamed: Retrier = { ...retrier, ErrorEquals: [errors.DnsLokupError] };
  // @ts-expect-error an error by a name of its own
  const unclassed: Retrier = { ...retrier, ErrorEquals: ['DnsLookupError'] };
  // @ts-expect-error no error at all
  const matchless: Retrier = { ...retrier, ErrorEquals: [] };
  // @ts-expect-error a verdict that is never given
  verdictIs('healty');
  // @ts-expect-error a place in the document that nobody fills
  isPresent('$.request.alais');
  expect([misnamed, unclassed, matchless]).toHaveLength(3);
});
