import { InvokeCommand, LambdaClient, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';

const SOURCE = `exports.handler = async (event) => {
  console.log('heard', event.word);
  if (event.word === 'fail') throw new TypeError('no such word');
  return { heard: event.word ?? null };
}`;

let cloud: Cloud;
let client: LambdaClient;

beforeAll(async () => {
  cloud = await startCloud();
  client = new LambdaClient(clientOptions(cloud));
  const trust = {
    Effect: 'Allow' as const,
    Principal: { Service: ['lambda.amazonaws.com'] },
    Action: ['sts:AssumeRole'],
  };
  const roleArn = cloud.iam.createRole('ears', { Statement: [trust] });
  cloud.lambda.createFunction(
    {
      functionName: 'ears',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      roleArn,
      timeoutSeconds: 5,
      memorySizeMegabytes: 128,
      environment: {},
    },
    zipSync({ 'index.js': strToU8(SOURCE) }),
  );
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const invoke = async (input: Partial<InvokeCommandInput>) => {
  const answer = await client.send(new InvokeCommand({ FunctionName: 'ears', ...input }));
  return {
    ...answer,
    payload: answer.Payload?.length ? (JSON.parse(answer.Payload.transformToString()) as unknown) : undefined,
  };
};
const word = (text: string) => Buffer.from(JSON.stringify({ word: text }));

it('answers what the function returns, by name or ARN', async () => {
  expect(await invoke({ Payload: word('hello') })).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    payload: { heard: 'hello' },
  });
  expect(await invoke({ FunctionName: cloud.lambda.arnOf('ears') })).toMatchObject({ payload: { heard: null } });
});

it('a function that fails is a success with an error in it', async () => {
  expect(await invoke({ Payload: word('fail') })).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    payload: { errorType: 'TypeError', errorMessage: 'no such word' },
  });
});

it('returns the tail of the log on request', async () => {
  const { LogResult = '' } = await invoke({ Payload: word('loud'), LogType: 'Tail' });
  expect(Buffer.from(LogResult, 'base64').toString()).toMatch(/heard loud/);
});

it('an asynchronous invocation is accepted, and runs then', async () => {
  expect(await invoke({ Payload: word('later'), InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });
  await cloud.clock.advance(1_000);
  expect(cloud.lambda.logs('ears').join('\n')).toMatch(/heard later/);
});

it('a dry run runs nothing', async () => {
  expect(await invoke({ Payload: word('dry'), InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  expect(cloud.lambda.logs('ears').join('\n')).not.toMatch(/heard dry/);
});

it.each([
  ['a function that is not there', { FunctionName: 'nose' }, 'ResourceNotFoundException'],
  ['a payload that is no JSON', { Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
])('refuses %s', async (_what, input, name) => {
  await expect(invoke(input)).rejects.toMatchObject({ name });
});
