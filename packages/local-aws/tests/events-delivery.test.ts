import { AwsError } from '../src/aws-error';
import { DEAD_LETTERS, entry, QUEUE, startEvents } from './events-rig';

let rig: Awaited<ReturnType<typeof startEvents>>;
beforeEach(async () => {
  rig = await startEvents();
});
afterEach(() => rig.stop());

const anyEvent = { source: [{ prefix: '' }] };
const withDeadLetters = { DeadLetterConfig: { Arn: DEAD_LETTERS } };
const throttled = () => new AwsError('ThrottlingException', 'Rate exceeded', 400);
const broken = () => new AwsError('InternalFailure', 'broken', 500);

describe('a target receives', () => {
  const event = entry({
    Resources: ['arn:a', 'arn:b'],
    Detail: JSON.stringify({ name: 'app', quoted: 'say "hi"', nested: { n: 1 }, days: 45 }),
  });
  const receive = async (target: object) => {
    await rig.rule(anyEvent, target);
    await rig.put(event);
    await rig.clock.advance(100);
    return rig.delivered[0]?.payload;
  };

  it('the event, as it was published', async () => {
    expect(await receive({})).toBe(JSON.stringify(rig.events.published()[0]));
  });

  it.each([
    ['a fixed input', { Input: '{"fixed":true}' }, '{"fixed":true}'],
    ['a part of the event', { InputPath: '$.detail.nested' }, '{"n":1}'],
    ['a text of the event', { InputPath: '$.detail.name' }, '"app"'],
    ['an element of the event', { InputPath: '$.resources[1]' }, '"arn:b"'],
  ])('%s', async (_name, target, payload) => {
    expect(await receive(target)).toBe(payload);
  });

  const paths = {
    name: '$.detail.name',
    nested: '$.detail.nested',
    days: '$.detail.days',
    first: '$.resources[0]',
    gone: '$.detail.gone',
  };

  it.each([
    ['{"n": <name>, "x": <nested>}', '{"n": "app", "x": {"n":1}}'],
    ['{"text": "<name> has <days> days"}', '{"text": "app has 45 days"}'],
    ['{"text": "\\"<name>\\""}', '{"text": "\\"app\\""}'],
    ['"<first> of <name>"', '"arn:a of app"'],
    ['{"text": "[<gone>]"}', '{"text": "[]"}'],
    ['{"rule": <aws.events.rule-name>}', '{"rule": "rule"}'],
    ['{"arn": "<aws.events.rule-arn>"}', '{"arn": "arn:aws:events:us-east-1:123456789012:rule/rule"}'],
  ])('what the template %s makes of it', async (template, payload) => {
    expect(await receive({ InputTransformer: { InputPathsMap: paths, InputTemplate: template } })).toBe(payload);
  });

  it('the whole event in a template', async () => {
    const template = '{"event": <aws.events.event>, "at": <aws.events.event.ingestion-time>}';
    expect(JSON.parse((await receive({ InputTransformer: { InputTemplate: template } })) ?? '')).toEqual({
      event: rig.events.published()[0],
      at: expect.stringMatching(/^2026-11-23T08:00:\d\dZ$/),
    });
  });

  it('nothing when a quote in a value breaks the template', async () => {
    const transformer = { InputPathsMap: { quoted: '$.detail.quoted' }, InputTemplate: '{"text": "<quoted>"}' };
    expect(await receive({ InputTransformer: transformer, ...withDeadLetters })).toBeUndefined();
    expect(rig.deadLetters).toMatchObject([{ attributes: { ERROR_CODE: 'INVALID_JSON', RETRY_ATTEMPTS: '0' } }]);
  });
});

describe('a delivery that fails', () => {
  it.each([
    ['by throttling', throttled],
    ['in the service', broken],
  ])('%s is tried again', async (_name, error) => {
    rig.fail((attempt) => (attempt < 4 ? error() : undefined));
    await rig.rule(anyEvent, withDeadLetters);
    await rig.put(entry());
    await rig.clock.advance(60_000);
    expect(rig.delivered).toHaveLength(4);
    expect(rig.deadLetters).toEqual([]);
  });

  it('waits longer each time', async () => {
    rig.fail(broken);
    await rig.rule(anyEvent, { RetryPolicy: { MaximumRetryAttempts: 6 } });
    await rig.put(entry());
    await rig.clock.advance(600_000);
    const pauses = rig.delivered.slice(1).map(({ at }, index) => at - (rig.delivered[index]?.at ?? 0));
    expect(pauses).toHaveLength(6);
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(500 * 2 ** index);
      // Half a second for a busy machine: the cloud's clock runs on while it works.
      expect(pause).toBeLessThanOrEqual(1000 * 2 ** index + 500);
    });
  });

  it('for 24 hours or 185 times goes to the dead-letter queue, with the whole event and the reason', async () => {
    rig.fail(broken);
    await rig.rule(anyEvent, withDeadLetters);
    await rig.put(entry());
    await rig.clock.advance(25 * 3_600_000);
    expect(rig.delivered.length).toBeGreaterThan(100);
    expect(rig.deadLetters).toEqual([
      {
        queueArn: DEAD_LETTERS,
        body: JSON.stringify(rig.events.published()[0]),
        attributes: {
          RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/rule',
          TARGET_ARN: QUEUE,
          ERROR_CODE: 'ERROR_FROM_TARGET',
          ERROR_MESSAGE: 'broken',
          RETRY_ATTEMPTS: String(rig.delivered.length - 1),
          EXHAUSTED_RETRY_CONDITION: expect.stringMatching(/^Maximum(RetryAttempts|EventAgeInSeconds)$/),
        },
      },
    ]);
  });

  it.each([
    ['MaximumRetryAttempts', { MaximumRetryAttempts: 2 }],
    ['MaximumEventAgeInSeconds', { MaximumEventAgeInSeconds: 60 }],
  ])('ends by %s', async (condition, policy) => {
    rig.fail(throttled);
    await rig.rule(anyEvent, { RetryPolicy: policy, ...withDeadLetters });
    await rig.put(entry());
    await rig.clock.advance(3_600_000);
    expect(rig.deadLetters).toMatchObject([
      { attributes: { EXHAUSTED_RETRY_CONDITION: condition, ERROR_CODE: 'THROTTLING' } },
    ]);
  });

  it.each([
    [new AwsError('AccessDeniedException', 'no', 403), 'NO_PERMISSIONS'],
    [new AwsError('ResourceNotFoundException', 'gone', 404), 'NO_RESOURCE'],
    [new AwsError('StateMachineDoesNotExist', 'gone', 400), 'NO_RESOURCE'],
    [new AwsError('InvalidExecutionInput', 'too large', 400), 'INVALID_PARAMETER'],
    [new AwsError('ExecutionAlreadyExists', 'twice', 400), 'RESOURCE_ALREADY_EXISTS'],
  ])('for good is not tried again: %p', async (error, code) => {
    rig.fail(() => error);
    await rig.rule(anyEvent, withDeadLetters);
    await rig.put(entry());
    await rig.clock.advance(3_600_000);
    expect(rig.delivered).toHaveLength(1);
    expect(rig.deadLetters).toHaveLength(1);
    expect(rig.deadLetters[0]?.attributes).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: '0' });
    expect(rig.deadLetters[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('without a dead-letter queue is lost', async () => {
    rig.fail(() => new AwsError('AccessDeniedException', 'no', 403));
    await rig.rule(anyEvent);
    await rig.put(entry());
    await rig.clock.advance(3_600_000);
    expect(rig.deadLetters).toEqual([]);
  });

  it('ends with the cloud', async () => {
    rig.fail(broken);
    await rig.rule(anyEvent, withDeadLetters);
    await rig.put(entry());
    await rig.clock.advance(1000);
    rig.events.stop();
    const before = rig.delivered.length;
    await rig.clock.advance(3_600_000);
    expect(rig.delivered).toHaveLength(before);
  });
});
