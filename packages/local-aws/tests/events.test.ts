import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListArchivesCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { entry, QUEUE, startEvents } from './events-rig';

let rig: Awaited<ReturnType<typeof startEvents>>;
beforeEach(async () => {
  rig = await startEvents();
});
afterEach(() => rig.stop());

const anyEvent = { source: [{ prefix: '' }] };

describe('PutEvents', () => {
  it('takes each entry, and gives it the envelope of AWS', async () => {
    const time = new Date('2026-01-02T03:04:05.678Z');
    const answer = await rig.put(entry({ Resources: ['arn:a'], Time: time }), entry());
    expect(answer.FailedEntryCount).toBe(0);
    const [first, second] = rig.events.published();
    expect(first).toEqual({
      version: '0',
      id: answer.Entries?.[0]?.EventId,
      'detail-type': 'Order Placed',
      source: 'my.app',
      account: '123456789012',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['arn:a'],
      detail: { orderId: 'o-1' },
    });
    expect(second).toMatchObject({ resources: [], time: expect.stringMatching(/^2026-11-23T08:00:\d\dZ$/) });
  });

  it.each([
    ['a source of AWS', { Source: 'aws.acm' }, 'NotAuthorizedForSourceException'],
    ['no source', { Source: undefined }, 'InvalidArgument'],
    ['no detail type', { DetailType: undefined }, 'InvalidArgument'],
    ['a detail type of 129 characters', { DetailType: 'x'.repeat(129) }, 'InvalidArgument'],
    ['no detail', { Detail: undefined }, 'InvalidArgument'],
    ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '["a"]' }, 'MalformedDetail'],
  ])('fails one entry with %s, and takes the others', async (_name, fields, code) => {
    const answer = await rig.put(entry(fields), entry());
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }, { EventId: expect.any(String) }],
    });
    expect(rig.events.published()).toHaveLength(1);
  });

  it.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, () => entry())],
    ['a megabyte', [entry({ Detail: JSON.stringify({ text: 'x'.repeat(999_990) }) })]],
  ])('refuses %s as a whole', async (_name, entries) => {
    await expect(rig.put(...entries)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(rig.events.published()).toEqual([]);
  });

  it('takes an event for a bus that does not exist, which vanishes', async () => {
    const answer = await rig.put(entry({ EventBusName: 'nowhere' }));
    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(rig.events.published('nowhere')).toEqual([]);
    expect(rig.events.published()).toEqual([]);
  });
});

describe('a bus', () => {
  it('is made, described, listed and deleted', async () => {
    const { EventBusArn: arn } = await rig.client.send(new CreateEventBusCommand({ Name: 'mine', Description: 'own' }));
    await expect(rig.client.send(new CreateEventBusCommand({ Name: 'mine' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
    expect(await rig.client.send(new DescribeEventBusCommand({ Name: 'mine' }))).toMatchObject({
      Arn: arn,
      Description: 'own',
    });
    const { EventBuses: buses } = await rig.client.send(new ListEventBusesCommand({}));
    expect(buses?.map(({ Name: name }) => name)).toEqual(['default', 'mine']);
    await rig.put(entry({ EventBusName: 'mine' }), entry({ EventBusName: arn }));
    expect(rig.events.published('mine')).toHaveLength(2);
    await rig.client.send(new DeleteEventBusCommand({ Name: 'mine' }));
    await expect(rig.client.send(new DescribeEventBusCommand({ Name: 'mine' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('keeps its policy', async () => {
    const statement = { StatementId: 'other', Action: 'events:PutEvents', Principal: '210987654321' };
    await rig.client.send(new PutPermissionCommand(statement));
    const { Policy: policy = '' } = await rig.client.send(new DescribeEventBusCommand({}));
    expect(JSON.parse(policy)).toMatchObject({ Statement: [{ Sid: 'other', Effect: 'Allow' }] });
  });

  it('passes events on to another bus', async () => {
    const { EventBusArn: arn } = await rig.client.send(new CreateEventBusCommand({ Name: 'mine' }));
    await rig.rule(anyEvent, { Arn: arn });
    await rig.put(entry());
    await rig.clock.advance(100);
    expect(rig.events.published('mine')).toEqual(rig.events.published());
  });

  it('of AWS services is the default one', async () => {
    await rig.rule({ source: ['aws.acm'] });
    rig.events.emit({
      source: 'aws.acm',
      detailType: 'ACM Certificate Available',
      resources: ['arn:c'],
      detail: { a: 1 },
    });
    await rig.clock.advance(100);
    expect(JSON.parse(rig.delivered[0]?.payload ?? '')).toMatchObject({ source: 'aws.acm', detail: { a: 1 } });
  });
});

describe('a rule', () => {
  it('is put, described, listed, switched and deleted', async () => {
    const pattern = JSON.stringify(anyEvent);
    const rule = { Name: 'all', EventPattern: pattern, Tags: [{ Key: 'team', Value: 'web' }] };
    const { RuleArn: arn } = await rig.client.send(new PutRuleCommand(rule));
    expect(arn).toBe('arn:aws:events:us-east-1:123456789012:rule/all');
    expect(await rig.client.send(new DescribeRuleCommand({ Name: 'all' }))).toMatchObject({
      Arn: arn,
      EventPattern: pattern,
      State: 'ENABLED',
    });
    expect(await rig.client.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).toMatchObject({
      Tags: rule.Tags,
    });
    await rig.client.send(new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'one', Arn: QUEUE }] }));
    await rig.client.send(new DisableRuleCommand({ Name: 'all' }));
    await rig.put(entry());
    await rig.clock.advance(100);
    expect(rig.delivered).toEqual([]);
    await rig.client.send(new EnableRuleCommand({ Name: 'all' }));
    await rig.put(entry());
    await rig.clock.advance(100);
    expect(rig.delivered).toHaveLength(1);
    await expect(rig.client.send(new DeleteRuleCommand({ Name: 'all' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const names = await rig.client.send(new ListRuleNamesByTargetCommand({ TargetArn: QUEUE }));
    expect(names.RuleNames).toEqual(['all']);
    await rig.client.send(new RemoveTargetsCommand({ Rule: 'all', Ids: ['one'] }));
    await rig.client.send(new DeleteRuleCommand({ Name: 'all' }));
    expect((await rig.client.send(new ListRulesCommand({}))).Rules).toEqual([]);
  });

  it('of a custom bus has the bus in its ARN', async () => {
    await rig.client.send(new CreateEventBusCommand({ Name: 'mine' }));
    const rule = { Name: 'all', EventBusName: 'mine', EventPattern: JSON.stringify(anyEvent) };
    const { RuleArn: arn } = await rig.client.send(new PutRuleCommand(rule));
    expect(arn).toBe('arn:aws:events:us-east-1:123456789012:rule/mine/all');
  });

  it('is listed in pages by prefix', async () => {
    for (const Name of ['a1', 'a2', 'a3', 'b1']) {
      await rig.client.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(anyEvent) }));
    }
    const first = await rig.client.send(new ListRulesCommand({ NamePrefix: 'a', Limit: 2 }));
    const rest = await rig.client.send(new ListRulesCommand({ NamePrefix: 'a', Limit: 2, NextToken: first.NextToken }));
    expect([...(first.Rules ?? []), ...(rest.Rules ?? [])].map(({ Name: name }) => name)).toEqual(['a1', 'a2', 'a3']);
    expect(rest.NextToken).toBeUndefined();
  });

  it.each([
    ['neither pattern nor schedule', {}, 'ValidationException'],
    ['an unknown operator', { EventPattern: '{"source":[{"regex":"a"}]}' }, 'InvalidEventPatternException'],
    [
      'a pattern over 2,048 characters',
      { EventPattern: JSON.stringify({ source: ['x'.repeat(2048)] }) },
      'LimitExceededException',
    ],
    [
      'a bus that does not exist',
      { EventPattern: '{"source":["a"]}', EventBusName: 'no' },
      'ResourceNotFoundException',
    ],
    ['a bad schedule', { ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException'],
    ['a bad name', { Name: 'a b', EventPattern: '{"source":["a"]}' }, 'ValidationException'],
  ])('with %s is refused', async (_name, fields, error) => {
    await expect(rig.client.send(new PutRuleCommand({ Name: 'rule', ...fields }))).rejects.toMatchObject({
      name: error,
    });
  });

  it('is one of 300 on its bus', async () => {
    const put = (index: number) =>
      rig.client.send(new PutRuleCommand({ Name: `r${index}`, EventPattern: JSON.stringify(anyEvent) }));
    await Promise.all(Array.from({ length: 300 }, (_, index) => put(index)));
    await expect(put(300)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('runs by its schedule, for its own targets alone', async () => {
    await rig.rule({ source: ['aws.events'] });
    await rig.client.send(new PutRuleCommand({ Name: 'daily', ScheduleExpression: 'rate(1 day)' }));
    const daily = [{ Id: 'one', Arn: `${QUEUE}-daily` }];
    await rig.client.send(new PutTargetsCommand({ Rule: 'daily', Targets: daily }));
    await rig.clock.advance(3 * 86_400_000 + 1000);
    expect(rig.delivered.map(({ arn }) => arn)).toEqual(Array(3).fill(`${QUEUE}-daily`));
    expect(JSON.parse(rig.delivered[0]?.payload ?? '')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:events:us-east-1:123456789012:rule/daily'],
      detail: {},
    });
    await rig.client.send(new DisableRuleCommand({ Name: 'daily' }));
    await rig.clock.advance(3 * 86_400_000);
    expect(rig.delivered).toHaveLength(3);
  });
});

describe('targets', () => {
  it('are put by their ids, and listed', async () => {
    await rig.rule(anyEvent);
    const changed = { Id: 'target', Arn: `${QUEUE}-2` };
    await rig.client.send(new PutTargetsCommand({ Rule: 'rule', Targets: [changed] }));
    expect(await rig.client.send(new ListTargetsByRuleCommand({ Rule: 'rule' }))).toMatchObject({ Targets: [changed] });
  });

  it.each([
    ['a machine without a role', { Arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m' }],
    ['another service', { Arn: 'arn:aws:kinesis:us-east-1:123456789012:stream/s' }],
    ['two kinds of input', { Input: '{}', InputPath: '$.detail' }],
    ['an input that is no JSON', { Input: '{' }],
    ['a path with a filter', { InputPath: '$.detail[?(@.a)]' }],
    ['an unknown variable', { InputTransformer: { InputTemplate: '{"a": <b>}' } }],
    ['186 retries', { RetryPolicy: { MaximumRetryAttempts: 186 } }],
    ['a FIFO dead-letter queue', { DeadLetterConfig: { Arn: `${QUEUE}.fifo` } }],
    ['settings that are not modelled', { SqsParameters: { MessageGroupId: 'g' } }],
  ])('with %s are refused', async (_name, target) => {
    await expect(rig.rule(anyEvent, target)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are five at most', async () => {
    await rig.rule(anyEvent);
    const five = Array.from({ length: 5 }, (_, index) => ({ Id: `t${index}`, Arn: QUEUE }));
    const put = rig.client.send(new PutTargetsCommand({ Rule: 'rule', Targets: five }));
    await expect(put).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

it('tests a pattern against an event', async () => {
  const event = { id: '1', account: '1', source: 'a', time: '', region: '', resources: [], 'detail-type': 'b' };
  const test = (EventPattern: string, tested: object = event) =>
    rig.client.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(tested) }));
  expect((await test('{"source":["a"]}')).Result).toBe(true);
  expect((await test('{"source":["b"]}')).Result).toBe(false);
  await expect(test('{"source":["a"]}', { source: 'a' })).rejects.toMatchObject({ name: 'ValidationException' });
});

it('archives what a pattern takes, and replays it to the bus that it came from', async () => {
  const { Arn: bus } = await rig.client.send(new DescribeEventBusCommand({}));
  const archive = { ArchiveName: 'all', EventSourceArn: bus, EventPattern: JSON.stringify({ source: ['my.app'] }) };
  const { ArchiveArn: archiveArn } = await rig.client.send(new CreateArchiveCommand(archive));
  await rig.rule({ source: ['my.app'], 'replay-name': ['again'] });
  await rig.put(entry(), entry({ Source: 'other' }));
  expect(await rig.client.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({
    State: 'ENABLED',
    EventCount: 1,
  });
  expect((await rig.client.send(new ListArchivesCommand({}))).Archives).toHaveLength(1);
  await rig.client.send(
    new StartReplayCommand({
      ReplayName: 'again',
      EventSourceArn: archiveArn,
      EventStartTime: new Date(rig.clock.now() - 60_000),
      EventEndTime: new Date(rig.clock.now() + 60_000),
      Destination: { Arn: bus },
    }),
  );
  await rig.clock.advance(2000);
  expect(rig.delivered.map(({ payload }) => JSON.parse(payload) as object)).toMatchObject([{ 'replay-name': 'again' }]);
  expect(await rig.client.send(new DescribeReplayCommand({ ReplayName: 'again' }))).toMatchObject({
    State: 'COMPLETED',
  });
  expect(await rig.client.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({ EventCount: 1 });
});
