import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as dnsPacket from 'dns-packet';
import { strToU8, zipSync } from 'fflate';
import { createClock } from '../src/clock';
import type { InvocationRecord } from '../src/lambda/asynchronous-invocation';
import type { FunctionConfiguration } from '../src/lambda/function-configuration';
import { createLambda } from '../src/lambda/lambda';

const START = Date.parse('2027-03-01T12:00:00Z');
const DAY = 24 * 3600 * 1000;
const ROLE = 'arn:aws:iam::123456789012:role/worker';

const clock = createClock(START);
const world = { clock, region: 'eu-west-1', account: '123456789012', emit: () => {} };
const sent: (InvocationRecord & { readonly at: number })[] = [];
const routes: Record<string, number> = {};

const web = createServer((request, response) => response.end(`hello ${request.headers.host}`));
const dns = createSocket('udp4', (message, { port }) => {
  const { id, questions = [] } = dnsPacket.decode(message);
  const answers = questions
    .filter(({ name, type }) => name === 'web.example.test' && type === 'A')
    .map(({ name }): dnsPacket.Answer => ({ name, type: 'A', ttl: 60, data: '127.10.0.1' }));
  dns.send(dnsPacket.encode({ type: 'response', id: id ?? 0, questions, answers }), port, '127.0.0.1');
});

const lambda = createLambda(world, {
  endpoint: () => 'http://127.0.0.1:4566',
  dnsPort: () => dns.address().port,
  network: { routes: () => routes },
  readLog: () => undefined,
  accessKeyFor: (roleArn) => ({ accessKeyId: `key of ${roleArn}`, secretAccessKey: 'secret', sessionToken: 'token' }),
  send: async (record) => void sent.push({ ...record, at: clock.now() }),
});

beforeAll(async () => {
  await Promise.all([
    new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', resolve)),
  ]);
});

afterAll(async () => {
  await lambda.stop();
  clock.stop();
  dns.close();
  web.close();
});

beforeEach(() => void sent.splice(0));

let count = 0;
function create(source: string, configuration: Partial<FunctionConfiguration> = {}): string {
  count += 1;
  return lambda.createFunction(
    {
      functionName: `function-${count}`,
      handler: 'code/index.handler',
      runtime: 'nodejs24.x',
      roleArn: ROLE,
      timeoutSeconds: 3,
      memorySizeMegabytes: 256,
      environment: {},
      ...configuration,
    },
    zipSync({
      'code/index.js': strToU8(source),
      'code/module.mjs': strToU8('export const handler = async () => "esm"'),
    }),
  );
}

describe('an invocation', () => {
  test('answers what the handler returns, with the environment and context that Lambda gives it', async () => {
    const arn = create(
      `exports.handler = async (event, context) =>
         ({ event, env: process.env, context, remaining: context.getRemainingTimeInMillis() })`,
      { functionName: 'echo', environment: { TABLE: 'tokens' } },
    );

    const result = await lambda.invoke(arn, { domainName: 'app.example.test' });

    expect(arn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:echo');
    expect(result).toMatchObject({
      payload: {
        event: { domainName: 'app.example.test' },
        env: {
          TABLE: 'tokens',
          AWS_REGION: 'eu-west-1',
          AWS_LAMBDA_FUNCTION_NAME: 'echo',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
          AWS_ACCESS_KEY_ID: `key of ${ROLE}`,
          AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
          _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
        },
        context: {
          functionName: 'echo',
          invokedFunctionArn: arn,
          memoryLimitInMB: '256',
          awsRequestId: result.requestId,
        },
      },
    });
    expect(result).not.toHaveProperty('functionError');
    expect(result).not.toHaveProperty('payload.env.PATH');
    expect(result).toHaveProperty('payload.remaining', expect.closeTo(3000, -3));
  });

  test('reuses a warm environment, and starts another one for an invocation that overlaps', async () => {
    const arn = create(`
      let calls = 0;
      exports.handler = async (wait) => { calls += 1; await new Promise((done) => setTimeout(done, wait)); return calls }`);
    await lambda.invoke(arn, 0);
    expect(await lambda.invoke(arn, 0)).toMatchObject({ payload: 2 });

    const both = await Promise.all([lambda.invoke(arn, 100), lambda.invoke(arn, 100)]);
    expect(both.map(({ payload }) => payload).sort()).toEqual([1, 3]);
  });

  test('is throttled beyond the reserved concurrency', async () => {
    const arn = create(`exports.handler = () => new Promise((done) => setTimeout(done, 100))`, {
      reservedConcurrentExecutions: 1,
    });
    const first = lambda.invoke(arn, {});
    await expect(lambda.invoke(arn, {})).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    await first;
  });

  test.each([
    ['nothing', `async () => {}`, null],
    ['a value without a promise', `() => 7`, 7],
  ])('takes a handler that returns %s', async (_, handler, payload) => {
    expect(await lambda.invoke(create(`exports.handler = ${handler}`), {})).toMatchObject({ payload });
  });

  test('loads an ES module', async () => {
    expect(await lambda.invoke(create('', { handler: 'code/module.handler' }), {})).toMatchObject({ payload: 'esm' });
  });
});

describe('a function that fails', () => {
  test.each([
    [
      'throws',
      `class ZoneNotFound extends Error { name = 'ZoneNotFound' }
       exports.handler = async () => { throw new ZoneNotFound('no zone') }`,
      {
        errorType: 'ZoneNotFound',
        errorMessage: 'no zone',
        trace: expect.arrayContaining([expect.stringContaining('code/index.js')]),
      },
    ],
    [
      'throws what is no error',
      `exports.handler = async () => { throw 'text' }`,
      { errorType: 'string', errorMessage: 'text', trace: [] },
    ],
    [
      'ends its process',
      `exports.handler = async () => process.exit(3)`,
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
      },
    ],
    [
      'leaves a rejection behind',
      `exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => {}) }`,
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'returns what JSON cannot hold',
      `exports.handler = async () => 1n`,
      { errorType: 'Runtime.MarshalError', errorMessage: expect.stringContaining('BigInt') },
    ],
    [
      'returns more than 6 MB',
      `exports.handler = async () => 'x'.repeat(7_000_000)`,
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
    [
      'has no module',
      `require('not-in-the-zip')`,
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringContaining("Cannot find module 'not-in-the-zip'"),
      },
    ],
    ['has a syntax error', `exports.handler = (`, { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['exports no handler', `exports.other = 1`, { errorType: 'Runtime.HandlerNotFound' }],
    [
      'expects a callback',
      `exports.handler = (event, context, callback) => callback(null, 1)`,
      { errorType: 'Runtime.CallbackHandlerDeprecated' },
    ],
  ])('that %s answers in the shape of Lambda', async (_, source, error) => {
    const arn = create(source);
    expect(await lambda.invoke(arn, {})).toMatchObject({ functionError: 'Unhandled', payload: error });
    // And again: a broken environment is replaced, not reused.
    expect(await lambda.invoke(arn, {})).toMatchObject({ functionError: 'Unhandled', payload: error });
  });

  test('is stopped at its time-out, even in an endless loop, and billed for it', async () => {
    const arn = create(`exports.handler = async () => { for (;;); }`, { timeoutSeconds: 1 });
    const { payload, billedMilliseconds, logTail } = await lambda.invoke(arn, {});
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
    });
    expect(billedMilliseconds).toBeGreaterThanOrEqual(1000);
    expect(logTail).toContain('Task timed out after 1.00 seconds');
  });
});

describe('a request that Lambda refuses', () => {
  test.each([
    ['an unknown function', 'missing', {}, 'ResourceNotFoundException'],
    ['an unknown qualifier', 'refusing:live', {}, 'ResourceNotFoundException'],
    ['an event over 6 MB', 'refusing', 'x'.repeat(6_300_000), 'RequestEntityTooLargeException'],
  ])('for %s', async (_, functionName, event, code) => {
    if (!lambda.functionNames().includes('refusing')) create('', { functionName: 'refusing' });
    await expect(lambda.invoke(functionName, event)).rejects.toMatchObject({ code });
  });

  test.each([
    ['an old runtime', { runtime: 'nodejs20.x' }],
    ['a time-out over 15 minutes', { timeoutSeconds: 901 }],
    ['too little memory', { memorySizeMegabytes: 64 }],
    ['a reserved variable', { environment: { AWS_REGION: 'us-east-1' } }],
    ['an environment over 4 KB', { environment: { BIG: 'x'.repeat(4096) } }],
  ])('to create, with %s', (_, configuration) => {
    expect(() => create('', configuration)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  });
});

describe('the log', () => {
  test('keeps what a function prints, between the lines of Lambda', async () => {
    const arn = create(
      `console.log('loading');
       exports.handler = async () => { console.warn('two\\nlines', { a: 1 }); process.stdout.write('raw\\n') }`,
      { functionName: 'printing' },
    );
    const { requestId, logTail } = await lambda.invoke(arn, {});
    const lines = lambda.logs('printing');
    expect(lines).toEqual([
      expect.stringMatching(/^2027-03-01T12:.*Z\t\tINFO\tloading$/),
      `START RequestId: ${requestId} Version: $LATEST`,
      expect.stringContaining(`\t${requestId}\tWARN\ttwo\rlines { a: 1 }`),
      'raw',
      `END RequestId: ${requestId}`,
      expect.stringMatching(/^REPORT .*Billed Duration: \d+ ms\tMemory Size: 256 MB\tInit Duration: /),
    ]);
    expect(logTail).toBe(`${lines.join('\n')}\n`);
  });
});

describe('what a function sees of the cloud', () => {
  test('is the time of the cloud, also after it has moved', async () => {
    const arn = create(
      `exports.handler = async () => [Date.now(), new Date().getTime(), new Date(0).toISOString(), Date().slice(0, 15)]`,
    );
    await lambda.invoke(arn, {});
    await clock.advance(60 * DAY);
    const { payload } = await lambda.invoke(arn, {});
    const now = expect.closeTo(START + 60 * DAY, -5);
    expect(payload).toEqual([now, now, '1970-01-01T00:00:00.000Z', 'Fri Apr 30 2027']);
  });

  test.each([
    [
      'dns.lookup',
      `util.promisify(dns.lookup)('web.example.test', { family: 4 })`,
      { address: '127.10.0.1', family: 4 },
    ],
    [
      'dns.promises.lookup',
      `dns.promises.lookup('web.example.test', { all: true })`,
      [{ address: '127.10.0.1', family: 4 }],
    ],
    ['dns.promises.resolve4', `dns.promises.resolve4('web.example.test')`, ['127.10.0.1']],
    [
      'a resolver with servers of its own',
      `(() => { const own = new dns.promises.Resolver(); own.setServers(['192.0.2.1']); return own.resolve4('web.example.test') })()`,
      ['127.10.0.1'],
    ],
    ['a name that nobody has', `dns.promises.lookup('nobody.example.test').catch((error) => error.code)`, 'ENOTFOUND'],
  ])('is its DNS, by %s', async (_, expression, payload) => {
    const arn = create(
      `const dns = require('node:dns'), util = require('node:util'); exports.handler = async () => ${expression}`,
    );
    expect(await lambda.invoke(arn, {})).toMatchObject({ payload });
  });

  test('is its network, as it is at the moment of the connection', async () => {
    const arn = create(
      `exports.handler = (url) => fetch(url).then((response) => response.text(), (error) => error.cause.code)`,
    );
    expect(await lambda.invoke(arn, 'http://web.example.test/')).toMatchObject({ payload: 'ECONNREFUSED' });
    routes['127.10.0.1:80'] = (web.address() as AddressInfo).port;
    expect(await lambda.invoke(arn, 'http://web.example.test/')).toMatchObject({ payload: 'hello web.example.test' });
  });

  test.each([
    ['TCP', `require('node:net').connect(80, '192.0.2.1').on('error', (error) => done(error.code))`],
    ['TCP over IPv6', `require('node:net').connect(80, '2001:db8::1').on('error', (error) => done(error.code))`],
    ['UDP', `require('node:dgram').createSocket('udp4').send('x', 123, '192.0.2.1', (error) => done(error.code))`],
  ])('is nothing outside of this machine over %s', async (_, statement) => {
    const arn = create(`exports.handler = () => new Promise((done) => { ${statement} })`);
    expect(await lambda.invoke(arn, {})).toMatchObject({ payload: 'ECONNREFUSED' });
  });
});

describe('an asynchronous invocation', () => {
  const failing = `exports.handler = async (event) => { throw new RangeError('failed') }`;
  const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failed';

  test('is tried three times, after one and two minutes, before the failure is reported', async () => {
    const arn = create(failing, { deadLetterTargetArn: QUEUE });
    lambda.configureAsynchronousInvocation(arn, { onFailureArn: `${QUEUE}-destination` });
    const before = clock.now();
    await lambda.invokeAsync(arn, { id: 1 });
    await clock.advance(170_000);
    expect(sent).toEqual([]);
    await clock.advance(20_000);

    expect(sent).toMatchObject([
      {
        targetArn: `${QUEUE}-destination`,
        body: {
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3, functionArn: `${arn}:$LATEST` },
          requestPayload: { id: 1 },
          responseContext: { functionError: 'Unhandled' },
          responsePayload: { errorType: 'RangeError', errorMessage: 'failed' },
        },
      },
      { targetArn: QUEUE, body: { id: 1 }, attributes: { ErrorCode: '200', ErrorMessage: 'failed' } },
    ]);
    expect(sent[0]?.at).toBeCloseTo(before + 180_000, -4);
  });

  test.each([
    ['that may not be retried', { maximumRetryAttempts: 0 }, 'RetriesExhausted'],
    ['whose event is soon too old', { maximumEventAgeSeconds: 30 }, 'EventAgeExceeded'],
  ])('of a function %s is reported at once', async (_, configuration, condition) => {
    const arn = create(failing);
    lambda.configureAsynchronousInvocation(arn, { ...configuration, onFailureArn: QUEUE });
    await lambda.invokeAsync(arn, {});
    expect(sent).toMatchObject([{ body: { requestContext: { condition, approximateInvokeCount: 1 } } }]);
  });

  test('that succeeds goes to the success destination only', async () => {
    const arn = create(`exports.handler = async () => 'done'`, { deadLetterTargetArn: QUEUE });
    lambda.configureAsynchronousInvocation(arn, { onSuccessArn: `${QUEUE}-done`, onFailureArn: QUEUE });
    await lambda.invokeAsync(arn, {});
    expect(sent).toMatchObject([{ targetArn: `${QUEUE}-done`, body: { responsePayload: 'done' } }]);
  });

  test('that is throttled is tried again until there is room', async () => {
    const arn = create(`exports.handler = (wait) => new Promise((done) => setTimeout(() => done(wait), wait))`, {
      reservedConcurrentExecutions: 1,
    });
    lambda.configureAsynchronousInvocation(arn, { onSuccessArn: QUEUE });
    const running = lambda.invoke(arn, 50);
    await lambda.invokeAsync(arn, 1);
    expect(sent).toEqual([]);
    await running;
    await clock.advance(1000);
    expect(sent).toMatchObject([{ body: { responsePayload: 1 } }]);
  });
});

describe("a function's policy", () => {
  const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/bus/requested';

  test.each([
    ['its rule', { principal: 'events.amazonaws.com', sourceArn: RULE }, true],
    ['a pattern of rules', { principal: 'events.amazonaws.com', sourceArn: RULE.replace('requested', '*') }, true],
    ['every rule', { principal: 'events.amazonaws.com' }, true],
    ['another rule', { principal: 'events.amazonaws.com', sourceArn: `${RULE}-too` }, false],
    ['another service', { principal: 'sns.amazonaws.com', sourceArn: RULE }, false],
    [
      'a source account, which EventBridge does not send',
      { principal: 'events.amazonaws.com', sourceAccount: world.account },
      false,
    ],
  ])('that names %s', (_, permission, isPermitted) => {
    const arn = create('');
    expect(lambda.permits(arn, 'events.amazonaws.com', RULE)).toBe(false);
    lambda.addPermission(arn, permission);
    expect(lambda.permits(arn, 'events.amazonaws.com', RULE)).toBe(isPermitted);
  });
});
