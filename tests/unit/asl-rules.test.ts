import { aslFindings } from '../../scripts/asl-rules';
import { step, succeed, workflow } from '../../workflows/asl';
import type { Retrier } from '../../workflows/retries';

const machine = (comment: string, retry: readonly Retrier[] = []) =>
  workflow({
    comment: 'Asks.',
    onFailure: 'Done',
    states: { Ask: step(comment, { calls: 'CheckDomain', retry }), Done: succeed('Asked.') },
  });
const retrier: Retrier = {
  ErrorEquals: ['States.Timeout'],
  IntervalSeconds: 1,
  BackoffRate: 1,
  MaxDelaySeconds: 1,
  MaxAttempts: 1,
};

describe('a workflow', () => {
  it.each<[string, Parameters<typeof machine>, RegExp]>([
    ['a state with an empty Comment', [''], /^Ask has no Comment/],
    ['a state with a blank Comment', [' '], /^Ask has no Comment/],
    [
      'a retry that speeds up',
      ['Asks.', [{ ...retrier, BackoffRate: 0.5 }]],
      /States\.Timeout with a BackoffRate below/,
    ],
  ])('is refused for %s', (_fault, state, finding) => {
    expect(aslFindings(machine(...state))).toEqual([expect.stringMatching(finding)]);
  });

  it('is refused for each error of Lambda that it does not retry', () => {
    const { States, ...rest } = machine('Asks.');
    const Ask = { ...States['Ask'], Comment: 'Asks.', Type: 'Task', Retry: [] } as const;
    expect(aslFindings({ ...rest, States: { Ask } })).toEqual([
      'Ask does not retry Lambda.ServiceException',
      'Ask does not retry Lambda.AWSLambdaException',
      'Ask does not retry Lambda.SdkClientException',
      'Ask does not retry Lambda.TooManyRequestsException',
      'Ask does not retry Runtime.ExitError',
      'Ask does not retry Sandbox.Timedout',
    ]);
  });

  it('may have a step that retries at an even pace', () => {
    expect(aslFindings(machine('Asks.', [retrier]))).toEqual([]);
  });
});
