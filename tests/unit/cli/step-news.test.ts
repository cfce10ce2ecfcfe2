import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { createStepReader } from '../../../cli/aws/step-news';

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

it('tells of a step when its state is left, with the document that it leaves', () => {
  const reader = createStepReader(START);
  expect(reader.read([event('ExecutionStarted'), entered('CheckDomain'), scheduled()])).toEqual([]);
  expect(reader.state).toBe('CheckDomain');
  expect(reader.read([event('TaskSucceeded'), exited('CheckDomain', { zones: [] })])).toEqual([
    { type: 'exited', state: 'CheckDomain', afterMilliseconds: 2_000, document: { zones: [] }, error: undefined },
  ]);
});

it('tells of an error that is tried again once, and not of the success as a failure', () => {
  const reader = createStepReader(START);
  const news = reader.read([
    entered('AttachCertificate'),
    scheduled(),
    failed('NotYet'),
    scheduled(),
    exited('AttachCertificate', {}),
  ]);
  expect(news).toMatchObject([
    { type: 'retried', state: 'AttachCertificate', error: 'NotYet' },
    { type: 'exited', state: 'AttachCertificate', error: undefined },
  ]);
});

it('tells of an error that was caught when its state is left', () => {
  const reader = createStepReader(START);
  const news = reader.read([entered('CheckDomain'), scheduled(), failed('DelegationError'), exited('CheckDomain', {})]);
  expect(news).toMatchObject([{ type: 'exited', state: 'CheckDomain', error: 'DelegationError' }]);
});

it('knows a time-out, and a function that is called by its ARN', () => {
  const reader = createStepReader(START);
  const news = reader.read([
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
  expect(news).toMatchObject([
    { type: 'exited', state: 'WaitForIssued', error: 'States.Timeout' },
    { type: 'retried', state: 'Other', error: 'Boom' },
  ]);
});
