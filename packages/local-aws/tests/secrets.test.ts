import { zipSync, strToU8 } from 'fflate';
import { startCloud } from '../src/cloud';
import { createSecrets } from '../src/secrets';

const call = { service: 'states', operation: '', principal: 'arn:aws:iam::123456789012:root', requestId: '1' };

/** Runs a function by a task with a token, on a cloud of its own, and closes the cloud. */
async function runAndClose(source: string): Promise<void> {
  const cloud = await startCloud();
  const trusted = (Service: string) => ({
    Statement: [{ Effect: 'Allow' as const, Principal: { Service: [Service] }, Action: ['sts:AssumeRole'] }],
  });
  const functionArn = cloud.lambda.createFunction(
    {
      functionName: 'talkative',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      roleArn: cloud.iam.createRole('talkative', trusted('lambda.amazonaws.com')),
      timeoutSeconds: 5,
      memorySizeMegabytes: 128,
      environment: {},
    },
    zipSync({ 'index.js': strToU8(`exports.handler = async (event) => { ${source} }`) }),
  );
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionArn, Payload: { 'token.$': '$$.Task.Token' } },
    TimeoutSeconds: 60,
    End: true,
  };
  const role = cloud.iam.createRole('machine', trusted('states.amazonaws.com'));
  const everything = { Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] }] };
  cloud.iam.putRolePolicy('machine', 'all', everything);
  const { CreateStateMachine } = cloud.stepFunctions.service.operations;
  const { stateMachineArn } = CreateStateMachine?.(
    { name: 'machine', roleArn: role, definition: JSON.stringify({ StartAt: 'Ask', States: { Ask: task } }) },
    call,
  ) as { stateMachineArn: string };
  cloud.stepFunctions.startExecution({ stateMachineArn });
  await cloud.clock.advance(1_000);
  expect(cloud.lambda.logs('talkative').join('\n')).toContain('END RequestId');
  await cloud.close();
}

it.each([
  ['its task token', 'console.log("answer", event.token)'],
  ['its event, whole', 'console.log(JSON.stringify({ event }))'],
  ['its event in an error', 'throw new Error("cannot read " + JSON.stringify(event))'],
  ['the secret key of its role', 'console.log(process.env.AWS_SECRET_ACCESS_KEY)'],
  ['its session token', 'process.stdout.write(`x-amz-security-token: ${process.env.AWS_SESSION_TOKEN}\\n`)'],
])('a cloud whose function logs %s does not close in peace', async (_secret, source) => {
  await expect(runAndClose(source)).rejects.toThrow(/^secrets leaked into \d+ lines of the functions' logs/);
});

it('a cloud whose function logs nothing secret closes in peace', async () => {
  await expect(runAndClose('console.log("token of", process.env.AWS_ACCESS_KEY_ID)')).resolves.toBeUndefined();
});

describe('the report of a leak', () => {
  const token = `AQC${'x'.repeat(160)}`;

  it('is the line without the secret', () => {
    const secrets = createSecrets();
    secrets.issue(token);
    secrets.readLog(`{"token":"${token}"}`);
    expect(secrets.leaks()).toEqual(['{"token":"AQCxxx…"}']);
  });

  it('is nothing of a secret that was never issued', () => {
    const secrets = createSecrets();
    secrets.readLog(token);
    expect(secrets.leaks()).toEqual([]);
  });
});

it('a secret that could not be found in a log is refused', () => {
  expect(() => createSecrets().issue('short')).toThrow(/30 characters/);
});
