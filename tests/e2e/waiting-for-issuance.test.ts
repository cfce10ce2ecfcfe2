import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientOptions } from 'local-aws/clients';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { runService, type RunningService } from './running-service';

const SECOND = 1_000;
const INTERVAL = 60 * SECOND;
const AVAILABLE_RULE = { Name: 'acm-autopilot-dev-certificate-available' };

/** ACM returns the records after a delay, and then issues and announces at once what DNS validates. */
const TIMINGS = { firstValidationRecord: 5 * SECOND, betweenValidationRecords: 0, issuance: 0, event: 0 };

let service: RunningService;
let events: EventBridgeClient;
const entered: { readonly executionArn: string; readonly state: string; readonly at: number }[] = [];

beforeAll(async () => {
  service = await runService({ acm: { timings: TIMINGS } });
  events = new EventBridgeClient(clientOptions(service.cloud));
  service.cloud.stepFunctions.onTransition(({ type, executionArn, state, at }) => {
    if (type === 'entered') entered.push({ executionArn, state, at });
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  service.cloud.registrar.withdraw('test', 'CAA');
  await events.send(new EnableRuleCommand(AVAILABLE_RULE));
});

afterAll(async () => {
  events.destroy();
  await service.close();
});

const lasted = ({ startedAt, stoppedAt = Infinity }: ExecutionView) => stoppedAt - startedAt;
const states = ({ arn }: ExecutionView) => entered.filter(({ executionArn }) => executionArn === arn);

test('a lost event costs one interval', async () => {
  await events.send(new DisableRuleCommand(AVAILABLE_RULE));
  const execution = await service.secure({ domainName: 'lost.example.test' });
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(lasted(execution)).toBeGreaterThanOrEqual(INTERVAL);
  expect(lasted(execution)).toBeLessThan(2 * INTERVAL);
  expect(states(execution).filter(({ state }) => state === 'WaitForIssued')).toHaveLength(2);
});

test('an event before the token is saved costs nothing', async () => {
  const { acm, calls, events: bus } = service.cloud;
  const domainName = 'early.example.test';
  // The validation record depends only on the name, so it exists when the second certificate is requested.
  await service.secure({ domainName });
  service.cloud.clearCalls();
  // The longest intervals between checks, so that ACM is done before the next one.
  jest.spyOn(Math, 'random').mockReturnValue(0.999);
  const execution = await service.secure({ domainName, keyAlgorithm: 'EC_prime256v1' });
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(lasted(execution)).toBeLessThan(INTERVAL);
  expect(states(execution).filter(({ state }) => state === 'WaitForIssued')).toHaveLength(1);

  const certificate = acm
    .certificates()
    .find(({ domainNames, keyAlgorithm }) => domainNames.includes(domainName) && keyAlgorithm === 'EC_prime256v1');
  expect(bus.published().filter(({ resources }) => resources.includes(certificate?.arn ?? ''))).toMatchObject([
    { 'detail-type': 'ACM Certificate Available' },
  ]);
  const order = calls
    // CheckDomain queries the records that the service has created, in another table.
    .filter(({ input }) => !JSON.stringify(input).includes('created-records'))
    .map(({ operation }) => operation)
    .filter((name) => ['Query', 'PutItem', 'SendTaskSuccess'].includes(name));
  expect(order).toEqual(['Query', 'PutItem', 'SendTaskSuccess']);
});

test('a failed certificate ends the wait at the next check', async () => {
  const { registrar, stepFunctions } = service.cloud;
  // The CAA record is added after the check.
  const unfollow = stepFunctions.onTransition(({ type, state }) => {
    if (type === 'entered' && state === 'RequestCertificate')
      registrar.publish('test', 'CAA', '0 issue "letsencrypt.org"');
  });
  const execution = await service.secure({ domainName: 'refused.example.test' });
  unfollow();
  registrar.withdraw('test', 'CAA');
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'IssuanceFailedError',
    cause: expect.stringContaining('FAILED: CAA_ERROR'),
  });
  expect(lasted(execution)).toBeLessThan(2 * INTERVAL);

  const [message] = service.messages(execution.arn);
  expect(message?.subject).toBe('HTTPS for refused.example.test failed: IssuanceFailedError');

  // Without the record, the same request gets a new certificate.
  const repeated = await service.secure({ domainName: 'refused.example.test' });
  expect(repeated).toMatchObject({ status: 'SUCCEEDED' });
  const statuses = service.cloud.acm
    .certificates()
    .filter(({ domainNames }) => domainNames.includes('refused.example.test'));
  expect(statuses.map(({ status }) => status)).toEqual(['FAILED', 'ISSUED']);
});
