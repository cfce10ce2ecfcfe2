import type { FaultPlan } from 'local-aws/faults/fault-plan';
import { runService, type RunningService } from './running-service';

const refused = (service: string, operation: string): FaultPlan['faults'][number] => ({
  at: 'call',
  service,
  operation,
  fault: 'refused',
  code: 'AccessDeniedException',
  probability: 1,
});
const SNS = refused('sns', 'Publish');
const EVENT_BRIDGE = refused('events', 'PutEvents');

const REQUESTED: [workflow: string, step: string, published: string][] = [
  ['SecureDomain', 'CheckDomain', 'Domain Provisioning Failed'],
  ['RetireDomain', 'CheckRemoval', 'Domain Removal Failed'],
];

let service: RunningService;
afterEach(() => service.close());

/** An execution that fails in its first step while the functions' calls have the faults. */
async function failWith(faults: FaultPlan['faults'], workflow: string) {
  service = await runService({ faults: { faults } });
  const { cloud, outputs } = service;
  const { executionArn } = cloud.stepFunctions.startExecution({
    stateMachineArn: outputs[`${workflow}Arn`],
    input: JSON.stringify({ id: 'request', detail: { domainName: 'no domain' } }),
  });
  const execution = await service.finished(executionArn);
  // The rule for executions that ended without a notification.
  await cloud.clock.advance(5_000);
  return { execution, messages: service.messages(executionArn), events: service.publishedEvents(executionArn) };
}

test.each(REQUESTED)('%s: when SNS refuses the message, the event is published', async (workflow, step, published) => {
  const { execution, messages, events } = await failWith([SNS], workflow);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  expect(JSON.parse(execution.cause ?? '')).toMatchObject({
    [step]: { Error: 'InvalidRequestError' },
    NotifyFailure: { Error: 'AccessDeniedError' },
  });
  expect(events).toMatchObject([
    {
      'detail-type': published,
      detail: {
        step,
        error: 'InvalidRequestError',
        cause: expect.stringMatching(/NotifyFailure also failed: AccessDenied/),
        requestEventId: 'request',
      },
    },
  ]);
  expect(messages).toMatchObject([{ message: expect.stringContaining('ended as FAILED (NotificationFailed)') }]);
});

test.each(REQUESTED)('%s: when EventBridge refuses the event, people are notified', async (workflow, step) => {
  const { execution, messages, events } = await failWith([EVENT_BRIDGE], workflow);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidRequestError' });
  expect(JSON.parse(execution.cause ?? '')).toMatchObject({
    [step]: { Error: 'InvalidRequestError' },
    PublishFailure: { Error: 'AccessDeniedError' },
  });
  expect(events).toEqual([]);
  expect(messages).toMatchObject([{ subject: expect.stringMatching(/failed: InvalidRequestError$/) }]);
});

test.each(REQUESTED)('%s: when both refuse, the rule for executions notifies people', async (workflow, step) => {
  const { execution, messages } = await failWith([SNS, EVENT_BRIDGE], workflow);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'NotificationFailed' });
  expect(Object.keys(JSON.parse(execution.cause ?? '') as object)).toEqual([
    step,
    'NotifyFailure',
    'PublishUnnotifiedFailure',
  ]);
  expect(messages).toHaveLength(1);
});
