import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { createStepReader } from '../../../cli/aws/step-reader';

const START = new Date('2026-11-24T12:00:00Z');
let id = 0;
const event = (type: HistoryEvent['type'], details: Partial<HistoryEvent> = {}): HistoryEvent => ({
  id: (id += 1),
  type,
  timestamp: new Date(START.getTime() + 2_000),
  ...details,
});
const entered = (name: string) => event('TaskStateEntered', { stateEnteredEventDetails: { name } });
const exited = (name: string, output: object) =>
  event('TaskStateExited', { stateExitedEventDetails: { name, output: JSON.stringify(output) } });
const scheduled = () => event('TaskScheduled');
const failed = (error: string) =>
  event('TaskFailed', { taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error } });

it('reports a step when its state is exited, with the state document', () => {
  const reader = createStepReader(START);
  expect(reader.read([event('ExecutionStarted'), entered('CheckDomain'), scheduled()])).toEqual([]);
  expect(reader.state).toBe('CheckDomain');
  expect(reader.read([event('TaskSucceeded'), exited('CheckDomain', { zones: [] })])).toEqual([
    { type: 'exited', state: 'CheckDomain', afterMilliseconds: 2_000, document: { zones: [] }, error: undefined },
  ]);
});

it('reports a retried error once, and the success that follows as a success', () => {
  const reader = createStepReader(START);
  const steps = reader.read([
    entered('AttachCertificate'),
    scheduled(),
    failed('NotYet'),
    scheduled(),
    exited('AttachCertificate', {}),
  ]);
  expect(steps).toMatchObject([
    { type: 'retried', state: 'AttachCertificate', error: 'NotYet' },
    { type: 'exited', state: 'AttachCertificate', error: undefined },
  ]);
});

it('reports a caught error when its state is exited', () => {
  const reader = createStepReader(START);
  const steps = reader.read([
    entered('CheckDomain'),
    scheduled(),
    failed('DelegationError'),
    exited('CheckDomain', {}),
  ]);
  expect(steps).toMatchObject([{ type: 'exited', state: 'CheckDomain', error: 'DelegationError' }]);
});

it('reports time-outs, and functions that are called by their ARN', () => {
  const reader = createStepReader(START);
  const steps = reader.read([
    entered('WaitForIssued'),
    scheduled(),
    event('TaskTimedOut', {
      taskTimedOutEventDetails: { resourceType: 'lambda', resource: 'invoke', error: 'States.Timeout' },
    }),
    exited('WaitForIssued', {}),
    entered('Other'),
    event('LambdaFunctionScheduled'),
    event('LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error: 'Boom' } }),
    event('LambdaFunctionScheduled'),
  ]);
  expect(steps).toMatchObject([
    { type: 'exited', state: 'WaitForIssued', error: 'States.Timeout' },
    { type: 'retried', state: 'Other', error: 'Boom' },
  ]);
});
