import { unsupportedFeatures } from '../src/stepfunctions/unsupported-features';
import { inOrder, invoke, waitForToken } from './stepfunctions-rig';

const pass = { Type: 'Pass' };
const choice = (rule: object) => ({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'End', ...rule }] },
    End: { Type: 'Succeed' },
  },
});
const map = (fields: object) => ({ Type: 'Map', ItemProcessor: inOrder({ Item: pass }), ...fields });

it('has nothing to say of what is run', () => {
  const machine = inOrder(
    {
      Invoke: invoke('f', { Retry: [{ ErrorEquals: ['States.ALL'] }], TimeoutSecondsPath: '$.limit' }),
      Ask: waitForToken('f', {
        HeartbeatSeconds: 60,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Stop' }],
      }),
      Direct: { Type: 'Task', Resource: '${FunctionArn}' },
      Each: map({ ItemsPath: '$.items', ItemSelector: { 'a.$': '$$.Map.Item.Value' }, MaxConcurrency: 1 }),
      Both: { Type: 'Parallel', Branches: [inOrder({ A: pass })] },
      Wait: { Type: 'Wait', SecondsPath: '$.seconds' },
      Stop: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
    },
    { Comment: 'all of it', TimeoutSeconds: 60, QueryLanguage: 'JSONPath' },
  );
  expect(unsupportedFeatures(machine)).toEqual([]);
});

it.each([
  ['JSONata for the machine', inOrder({ A: pass }, { QueryLanguage: 'JSONata' }), 'QueryLanguage JSONata'],
  ['JSONata for a state', inOrder({ A: { ...pass, QueryLanguage: 'JSONata' } }), 'A: QueryLanguage JSONata'],
  ['variables', inOrder({ A: { ...pass, Assign: { x: 1 } } }), 'A: Assign'],
  ['JSONata output', inOrder({ A: { ...pass, Output: 1 } }), 'A: Output'],
  ['credentials', inOrder({ A: invoke('f', { Credentials: { RoleArn: 'arn' } }) }), 'A: Credentials'],
  ['batches', inOrder({ A: map({ ItemBatcher: { MaxItemsPerBatch: 2 } }) }), 'A: ItemBatcher'],
  ['items from S3', inOrder({ A: map({ ItemReader: {} }) }), 'A: ItemReader'],
  ['tolerated failures', inOrder({ A: map({ ToleratedFailureCount: 1 }) }), 'A: ToleratedFailureCount'],
  [
    'a distributed Map',
    inOrder({ A: map({ ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...inOrder({ Item: pass }) } }) }),
    'A: distributed Map',
  ],
  [
    'another service',
    inOrder({ A: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish' } }),
    'A: the resource arn:aws:states:::sns:publish',
  ],
  [
    'other settings of an invocation',
    inOrder({ A: invoke('f', { Parameters: { FunctionName: 'f', InvocationType: 'Event' } }) }),
    'A.Parameters: InvocationType',
  ],
  [
    'a token that is not passed on',
    inOrder({ A: waitForToken('f', { Parameters: { FunctionName: 'f' } }) }),
    'A: waits for a token that its Parameters do not hand out',
  ],
  [
    'a token without waiting',
    inOrder({ A: invoke('f', { Parameters: { FunctionName: 'f', 'Payload.$': '$$.Task.Token' } }) }),
    'A: $$.Task.Token without .waitForTaskToken',
  ],
  [
    'a heartbeat without a token',
    inOrder({ A: invoke('f', { HeartbeatSeconds: 5 }) }),
    'A: a heartbeat without .waitForTaskToken',
  ],
  [
    'the state in the context of another state than a Task',
    inOrder({ A: { ...pass, Parameters: { 'name.$': '$$.State.Name' } } }),
    'A: $$.State.Name outside the Parameters of a Task',
  ],
  [
    'it beside what does not change',
    inOrder({ A: { ...pass, Parameters: { 'a.$': "States.Format('{}{}', $$.Execution.Id, $$.State.Name)" } } }),
    'outside the Parameters of a Task',
  ],
  ['an indefinite path', inOrder({ A: { ...pass, InputPath: '$.items[*]' } }), 'A: the path $.items[*]'],
  ['a ResultPath in brackets', inOrder({ A: { ...pass, ResultPath: "$['a']" } }), "A: the ResultPath $['a']"],
  ['a ? in StringMatches', choice({ StringMatches: 'a?' }), 'Choose: a question mark in StringMatches'],
  ['an unknown comparison', choice({ StringContains: 'a' }), 'Choose: StringContains'],
  [
    'an unknown comparison inside another',
    choice({ Not: { Variable: '$.a', StringContains: 'a' } }),
    'Choose: StringContains',
  ],
  [
    'an error from an intrinsic function that returns no text',
    inOrder({ A: { Type: 'Fail', ErrorPath: 'States.ArrayLength($.a)' } }),
    'A: States.ArrayLength in ErrorPath',
  ],
  [
    'any of it inside a branch',
    inOrder({ A: { Type: 'Parallel', Branches: [inOrder({ B: { ...pass, Assign: {} } })] } }),
    'B: Assign',
  ],
  [
    'any of it inside items',
    inOrder({ A: map({ ItemProcessor: inOrder({ B: { ...pass, Assign: {} } }) }) }),
    'B: Assign',
  ],
])('reports %s', (_name, definition, feature) => {
  expect(unsupportedFeatures(definition)).toEqual([expect.stringContaining(feature)]);
});
