import { type PutEventsCommandOutput, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createClock } from '../../local/clock';
import { createEvents } from '../../local/events/events';
import { createWire } from '../../local/wire/wire';

const ACCOUNT = 'arn:aws:iam::123456789012';
const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/requests';
const KEYS: Readonly<Record<string, string>> = {
  named: `${ACCOUNT}:role/ci`,
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

/** A bus with a policy, and what each sender gets of it. */
async function sending(statements: readonly unknown[], key: string, ...buses: string[]) {
  const world = { clock: createClock(), region: 'us-east-1', account: '123456789012' };
  const events = createEvents(world, { deliver: async () => undefined, sendToDeadLetterQueue: async () => undefined });
  const wire = createWire({ ...world, emit: events.emit }, [events.service], {
    principalOf: (accessKeyId) => KEYS[accessKeyId] ?? '',
  });
  const endpoint = await wire.listen();
  const client = new EventBridgeClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: key, secretAccessKey: 'secret' },
  });
  const call = { service: 'events', operation: '', principal: `${ACCOUNT}:root`, requestId: '1' };
  await events.service.operations['CreateEventBus']?.({ Name: 'requests' }, call);
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await events.service.operations['PutPermission']?.({ EventBusName: 'requests', Policy }, call);
  try {
    const Entries = buses.map((EventBusName) => ({ EventBusName, Source: 'me', DetailType: 'Hello', Detail: '{}' }));
    const answer = await client.send(new PutEventsCommand({ Entries })).catch((error: unknown) => error);
    return { answer, arrived: events.published('requests').length + events.published().length };
  } finally {
    client.destroy();
    world.clock.stop();
    await wire.close();
  }
}

it.each<[string, unknown[], string]>([
  ['anybody of the account where the bus has no policy', [], 'stranger'],
  ['a sender that the denial does not concern', [deny(KEYS['named'] ?? '')], 'named'],
  ['a sender by a pattern', [deny(`${ACCOUNT}:role/c?`)], 'named'],
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
    message: `User: ${KEYS[key]} is not authorized to perform: events:PutEvents on resource: ${BUS} with an explicit deny in a resource-based policy`,
  });
  expect(arrived).toBe(0);
});
