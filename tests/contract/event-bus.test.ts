import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { domainProvisioningFailed } from '../../events/domain-provisioning-failed';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { AwsRequestError, EventNotPublishedError } from '../../shared/errors';

const DETAIL = { step: 'CheckDomain', error: 'DelegationError', cause: 'why', executionArn: 'arn:execution' };

let cloud: Cloud;
let client: EventBridgeClient;

beforeAll(async () => {
  cloud = await startCloud();
  client = new EventBridgeClient({ ...serviceOptions, ...clientOptions(cloud) });
  await client.send(new CreateEventBusCommand({ Name: 'outcomes' }));
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
});

test('publishes an event of a contract and returns its id', async () => {
  const id = await eventBridgeBus('outcomes', client).publish(domainProvisioningFailed, DETAIL, ['arn:certificate']);
  expect(cloud.events.published('outcomes')).toMatchObject([
    {
      id,
      source: 'acm-autopilot',
      'detail-type': 'Domain Provisioning Failed',
      resources: ['arn:certificate'],
      detail: DETAIL,
    },
  ]);
});

test('a detail that violates the contract is not sent', async () => {
  const before = cloud.calls.length;
  const misspelt = { ...DETAIL, reason: 'why' };
  await expect(eventBridgeBus('outcomes', client).publish(domainProvisioningFailed, misspelt, [])).rejects.toThrow(
    /reason/,
  );
  expect(cloud.calls).toHaveLength(before);
});

test('an entry that EventBridge rejects with HTTP 200 is an error', async () => {
  const reserved = { ...domainProvisioningFailed, source: 'aws.acm' };
  const refused = eventBridgeBus('outcomes', client).publish(reserved, DETAIL, []);
  await expect(refused).rejects.toThrow(EventNotPublishedError);
  await expect(refused).rejects.toThrow(/"Domain Provisioning Failed" was rejected: NotAuthorizedForSourceException/);
});

test('a call that EventBridge rejects keeps the message of AWS', async () => {
  const huge = { ...DETAIL, cause: 'x'.repeat(1_100_000) };
  await expect(eventBridgeBus('outcomes', client).publish(domainProvisioningFailed, huge, [])).rejects.toThrow(
    AwsRequestError,
  );
});
