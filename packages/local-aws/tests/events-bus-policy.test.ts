import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
  PutPermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';
import { policySchema } from '../src/iam/policy';

const ACCOUNT = 'arn:aws:iam::123456789012';
const BUS = 'arn:aws:events:eu-west-1:123456789012:event-bus/requests';
const KEYS: Readonly<Record<string, string>> = {
  named: `${ACCOUNT}:role/named`,
  stranger: `${ACCOUNT}:role/stranger`,
  root: `${ACCOUNT}:root`,
};

const deny = (...passing: string[]) => ({
  Sid: 'NamedOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 'events:PutEvents',
  Resource: BUS,
  Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' }, ArnNotLike: { 'aws:PrincipalArn': passing } },
});

const TRUST = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const MAY_PUT = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' };

let cloud: Cloud;
beforeEach(async () => void (cloud = await startCloud()));
afterEach(() => cloud.close());

/** The credentials of a sender, whose own policies let it put events anywhere. */
function credentialsOf(sender: string) {
  if (sender === 'root') return { accessKeyId: 'any', secretAccessKey: 'any' };
  const arn = cloud.iam.createRole(sender, policySchema.parse({ Statement: TRUST }));
  cloud.iam.putRolePolicy(sender, 'put', policySchema.parse({ Statement: MAY_PUT }));
  return cloud.iam.assumeRole(arn, 'lambda.amazonaws.com');
}

/** A bus with a policy, and what a sender gets of it. */
async function sending(statements: readonly unknown[], sender: string, ...buses: string[]) {
  const owner = new EventBridgeClient(clientOptions(cloud));
  await owner.send(new CreateEventBusCommand({ Name: 'requests' }));
  if (statements.length > 0) {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await owner.send(new PutPermissionCommand({ EventBusName: 'requests', Policy }));
  }
  const client = new EventBridgeClient({ ...clientOptions(cloud), credentials: credentialsOf(sender) });
  const Entries = buses.map((EventBusName) => ({ EventBusName, Source: 'me', DetailType: 'Hello', Detail: '{}' }));
  const answer = await client.send(new PutEventsCommand({ Entries })).catch((error: unknown) => error);
  owner.destroy();
  client.destroy();
  return { answer, arrived: cloud.events.published('requests').length + cloud.events.published().length };
}

it.each<[string, unknown[], string]>([
  ['anybody of the account where the bus has no policy', [], 'stranger'],
  ['a sender that the denial does not concern', [deny(KEYS['named'] ?? '')], 'named'],
  ['a sender by a pattern', [deny(`${ACCOUNT}:role/name?`)], 'named'],
  ['a sender among several', [deny(KEYS['root'] ?? '', KEYS['named'] ?? '')], 'named'],
  ['everybody of the account by a pattern', [deny(`${ACCOUNT}:*`)], 'stranger'],
])('takes events of %s', async (_who, statements, key) => {
  const { answer, arrived } = await sending(statements, key, 'requests');
  expect((answer as PutEventsCommandOutput).FailedEntryCount).toBe(0);
  expect(arrived).toBe(1);
});

it.each<[string, unknown[], string, string[]]>([
  ['a sender that the policy denies', [deny(KEYS['named'] ?? '')], 'stranger', ['requests']],
  ['the same through the ARN of the bus', [deny(KEYS['named'] ?? '')], 'stranger', [BUS]],
  ['the whole call when one of its buses denies', [deny(KEYS['named'] ?? '')], 'stranger', ['default', 'requests']],
  [
    'a sender that another statement allows: a denial is stronger',
    [deny(KEYS['named'] ?? ''), { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: BUS }],
    'stranger',
    ['requests'],
  ],
])('refuses %s', async (_who, statements, key, buses) => {
  const { answer, arrived } = await sending(statements, key, ...buses);
  expect(answer).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(
      `^User: arn:aws:sts::123456789012:assumed-role/${key}/\\S+ is not authorized to perform: events:PutEvents on resource: ${BUS} with an explicit deny in a resource-based policy$`,
    ),
  });
  expect(arrived).toBe(0);
});
