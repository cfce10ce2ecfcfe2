import {
  DescribeStateMachineCommand,
  SFNClient,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { clientOptions } from 'local-aws/clients';
import { startAutopilot, type Autopilot } from './autopilot';
import { ROOT, runProgram } from './command';

jest.setTimeout(180_000);

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:acm-autopilot-dev-dead-letters';
const MINUTE = 60_000;

let service: Autopilot;

const redrive = (...args: string[]) => service.type('redrive', ...args);

/** Types `npm run redrive` with these arguments, where the environment names the cloud as `npm run local` prints it. */
async function npmRunRedrive(...args: string[]) {
  const { endpoint, region } = service.cloud;
  const command = runProgram('npm', ['run', 'redrive', '--', ...args], ROOT, {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return { status: await command.exitStatus, output: command.output() };
}

const queue = () => {
  const found = service.cloud.sqs.queue(QUEUE);
  if (!found) throw new Error('the dead-letter queue is not there');
  return found;
};
const letters = () => queue().messages();
const executionsNamed = (workflow: string) =>
  service.cloud.stepFunctions.executions().filter(({ stateMachineArn }) => stateMachineArn.endsWith(workflow));
const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';
/** The lines that the output has of one item. */
const about = (output: string, id: string) => output.split(`\n  ${id}`)[1]?.split('\n\n')[0] ?? '';

beforeAll(async () => {
  service = await startAutopilot();
});
afterAll(() => service.close());

it('says that there is nothing to do, and exits with 0', async () => {
  const { status, output } = await redrive();
  expect(output).toMatch(/Dead letters: 0\n\nExecutions: 0\n\nThere is nothing to replay\.\n$/);
  expect(status).toBe(0);
});

it('is npm run redrive too, at the endpoint that the environment names', async () => {
  const { status, output } = await npmRunRedrive('--region', service.cloud.region, '--stage', 'dev');
  expect(output).toMatch(/Dead letters: 0\n\nExecutions: 0\n\nThere is nothing to replay\.\n$/);
  expect(status).toBe(0);
  const refused = await npmRunRedrive('--replay');
  expect(refused.output).toMatch(/Unknown option: --replay[\s\S]*npx acm-autopilot redrive/);
  expect(refused.status).toBe(2);
});

it('says what to do about a stage that is not deployed', async () => {
  const { status, output } = await redrive('--stage', 'prod');
  expect(output).toMatch(/There is no stack acm-autopilot-prod[\s\S]*What to do: .*--stage/);
  expect(status).toBe(1);
});

describe('dead letters', () => {
  const ids: Record<'own' | 'aws' | 'invocation' | 'strange', string> = {
    own: '',
    aws: '',
    invocation: '',
    strange: '',
  };
  const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';

  const latest = () => letters().at(-1)?.messageId ?? '';
  const invocations = (name: string) =>
    service.cloud.lambda.logs(`acm-autopilot-dev-${name}`).filter((line) => line.startsWith('START')).length;

  beforeAll(async () => {
    const { clock, events } = service.cloud;
    // Too large for Step Functions.
    await service
      .request({ domainName: 'app.example.test', tags: { note: 'x'.repeat(300_000) } })
      .catch(() => undefined);
    ids.own = latest();
    // An event that its function cannot read: tried three times.
    events.emit({ source: 'aws.acm', detailType: 'ACM Certificate Expired', resources: [], detail: {} });
    await clock.advance(10 * MINUTE);
    ids.invocation = latest();
    const event = {
      id: 'e1',
      source: 'aws.acm',
      'detail-type': 'ACM Certificate Available',
      resources: [certificateArn],
      detail: {},
    };
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    ids.aws = queue().send(JSON.stringify(event), {
      RULE_ARN: text('arn:aws:events:eu-west-1:123456789012:rule/acm-autopilot-dev-certificate-available'),
      TARGET_ARN: text('arn:aws:lambda:eu-west-1:123456789012:function:acm-autopilot-dev-resumeIssuance'),
      ERROR_CODE: text('THROTTLING'),
      ERROR_MESSAGE: text('Rate Exceeded.'),
    }).messageId;
    ids.strange = queue().send('hello').messageId;
    expect(new Set(Object.values(ids)).size).toBe(4);
  });

  it('lists each with its reason and what would be done, and changes nothing', async () => {
    const { status, output } = await redrive();
    expect(about(output, ids.own)).toMatch(
      /"Domain Requested" of test by acm-autopilot-dev-domain-requested: .*\n +→ emit it again/,
    );
    expect(about(output, ids.invocation)).toMatch(
      /acm-autopilot-dev-receiveCertificateEvent: UnreadableEventError: .*\n +→ invoke the function again/,
    );
    expect(about(output, ids.aws)).toMatch(
      /"ACM Certificate Available" of aws\.acm .*THROTTLING Rate Exceeded\.\n +→ invoke acm-autopilot-dev-resumeIssuance with it/,
    );
    expect(about(output, ids.strange)).toMatch(/→ not replayed: inspect it yourself/);
    expect(output).toMatch(/3 can be replayed: npx acm-autopilot redrive --yes --local, or with --only ID/);
    expect(status).toBe(0);
    expect(letters()).toHaveLength(4);
    // The next reader sees all of them at once.
    const now = service.cloud.clock.now();
    expect(letters().filter(({ visibleAt }) => visibleAt > now)).toEqual([]);
  });

  it('replays the one that is asked for, and deletes it', async () => {
    const before = invocations('resumeIssuance');
    const { status, output } = await redrive('--only', ids.aws, '--yes');
    expect(output).toMatch(/✔ invoked acm-autopilot-dev-resumeIssuance\n/);
    expect(status).toBe(0);
    await service.cloud.clock.advance(1_000);
    expect(invocations('resumeIssuance')).toBe(before + 1);
    expect(
      letters()
        .map(({ messageId }) => messageId)
        .sort(),
    ).toEqual([ids.own, ids.invocation, ids.strange].sort());
  });

  it('replays all others but the one that it does not understand; a cause that was not fixed brings a letter back', async () => {
    const before = invocations('receiveCertificateEvent');
    const { status, output } = await redrive('--yes');
    const [, eventId] = /✔ emitted again as event (\S+)/.exec(output) ?? [];
    expect(output).toMatch(/✔ invoked acm-autopilot-dev-receiveCertificateEvent again/);
    expect(output).toMatch(/2 replayed\./);
    expect(status).toBe(0);
    await service.cloud.clock.advance(1_000);
    expect(invocations('receiveCertificateEvent')).toBe(before + 1);
    const [strange, again, ...others] = letters();
    expect(strange?.messageId).toBe(ids.strange);
    expect(JSON.parse(again?.body ?? '{}')).toMatchObject({
      id: eventId,
      source: 'test',
      detail: { domainName: 'app.example.test' },
    });
    expect(others).toEqual([]);
  });

  it('says when there is no such letter', async () => {
    const { status, output } = await redrive('--only', ids.own);
    expect(output).toMatch(/There is no dead letter or failed execution/);
    expect(status).toBe(1);
  });
});

describe("dead letters of AWS's events", () => {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const leave = (rule: string, target: string, event: object) =>
    queue().send(JSON.stringify({ id: 'e2', resources: [], ...event }), {
      RULE_ARN: text(`arn:aws:events:eu-west-1:123456789012:rule/acm-autopilot-dev-${rule}`),
      TARGET_ARN: text(target),
      ERROR_CODE: text('NO_PERMISSIONS'),
      ERROR_MESSAGE: text('AccessDenied'),
    }).messageId;
  const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:acm-autopilot-dev-sweep:notified-late';
  const ended = {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn, status: 'TIMED_OUT', error: null },
  };

  beforeEach(() => queue().purge());

  it('starts the workflow whose rule could not', async () => {
    const { SweepArn = '' } = service.outputs;
    const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    const id = leave('daily-sweep', SweepArn, scheduled);
    const sweeps = executionsNamed('sweep').length;

    expect(about((await redrive()).output, id)).toMatch(/→ start acm-autopilot-dev-sweep with it, as the rule would/);
    const { status, output } = await redrive('--only', id, '--yes');
    const [, started = ''] = /✔ started (arn:\S+)/.exec(output) ?? [];
    expect(status).toBe(0);
    expect(executionsNamed('sweep')).toHaveLength(sweeps + 1);
    const { input } = await service.finished(started);
    expect(JSON.parse(input)).toMatchObject(scheduled);
    expect(letters()).toEqual([]);
  });

  it.each([
    [
      'the mail topic, in plain text',
      'NotificationsTopicArn',
      /^Error: An execution ended as TIMED_OUT without a notification/,
    ],
    [
      'the chat topic, in the form of chats',
      'ChatNotificationsTopicArn',
      /^\{"version":"1\.0","source":"custom".*ended as TIMED_OUT/,
    ],
  ])('tells the readers of %s', async (_, topic, said) => {
    const { [topic]: topicArn = '' } = service.outputs;
    const id = leave('execution-ended', topicArn, ended);
    const before = service.cloud.sns.published(topicArn).length;

    const { status, output } = await redrive('--only', id, '--yes');
    expect(output).toMatch(/✔ published to acm-autopilot-dev-(chat-)?notifications/);
    expect(status).toBe(0);
    const [missed, ...others] = service.cloud.sns.published(topicArn).slice(before);
    expect(missed?.message).toMatch(said);
    expect(missed?.message).toContain(executionArn);
    expect(others).toEqual([]);
    expect(letters()).toEqual([]);
  });

  it('keeps a letter whose replay is refused, says why and what to do, and exits with 1', async () => {
    const id = leave('certificate-available', 'arn:aws:lambda:eu-west-1:123456789012:function:gone', {
      source: 'aws.acm',
      'detail-type': 'ACM Certificate Available',
      detail: {},
    });
    const { status, output } = await redrive('--yes', '--only', id);
    expect(about(output, id)).toMatch(/✘ invoke gone with it, as the rule would: \w+: .*gone.*\n +What to do: /);
    expect(output).toMatch(/0 replayed, 1 refused\. Those that were refused are unchanged/);
    expect(status).toBe(1);
    expect(letters().map(({ messageId }) => messageId)).toEqual([id]);
    const now = service.cloud.clock.now();
    expect(letters().filter(({ visibleAt }) => visibleAt > now)).toEqual([]);
  });

  it('gives scripts each letter with what became of it', async () => {
    const gone = leave('certificate-available', 'arn:aws:lambda:eu-west-1:123456789012:function:gone', {
      source: 'aws.acm',
      'detail-type': 'ACM Certificate Available',
      detail: {},
    });
    const missed = leave('execution-ended', service.outputs['NotificationsTopicArn'] ?? '', ended);
    const strange = queue().send('hello').messageId;

    const listed = await service.json('redrive');
    expect(listed.status).toBe(0);
    expect(listed.document.deadLetters.map(({ id, outcome }) => [id, outcome])).toEqual([
      [gone, 'replayable'],
      [missed, 'replayable'],
      [strange, 'skipped'],
    ]);
    const { status, document } = await service.json('redrive', '--yes');
    expect(status).toBe(1);
    expect(document.deadLetters).toEqual([
      expect.objectContaining({ id: gone, outcome: 'refused', advice: expect.any(String) }),
      expect.objectContaining({
        id: missed,
        outcome: 'replayed',
        result: 'published to acm-autopilot-dev-notifications',
      }),
      expect.objectContaining({ id: strange, outcome: 'skipped' }),
    ]);
    expect(document.executions).toEqual([]);

    const unknown = await service.json('redrive', '--only', missed);
    expect(unknown.status).toBe(1);
    expect(unknown.document).toMatchObject({
      error: 'NothingToReplay',
      advice: expect.stringContaining('npx acm-autopilot redrive'),
    });
  });
});

describe('executions', () => {
  let failed = '';
  let stopped = '';
  let fixed = '';
  let kept = '';
  let invalid = '';

  beforeAll(async () => {
    const { cloud, outputs } = service;
    failed = (await service.secure({ domainName: 'app.elsewhere.test' })).arn;
    fixed = (await service.secure({ domainName: 'shop.example.test', target: { loadBalancer: 'gone' } })).arn;
    invalid = (await service.secure({ domainName: 'intranet' })).arn;
    expect(await service.secure({ domainName: 'shop.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
    stopped = await service.request({ domainName: 'blog.example.test' });
    const { ReconcileCertificateArn: stateMachineArn = '' } = outputs;
    const input = JSON.stringify({ certificateArn: 'no ARN', trigger: 'a test' });
    kept = cloud.stepFunctions.startExecution({ stateMachineArn, input }).executionArn;
    const client = new SFNClient(clientOptions(cloud));
    await client.send(new StopExecutionCommand({ executionArn: stopped }));
    client.destroy();
    await service.finished(kept);
    await cloud.clock.advance(15 * MINUTE);
    // What the letters' own replays have left.
    queue().purge();
  });

  it('lists each with what would be done; what succeeded since is not offered', async () => {
    const { output } = await redrive('--all');
    expect(about(output, nameOf(failed))).toMatch(
      /secure-domain app\.elsewhere\.test: FAILED ZoneNotAllowedError\n +app\.elsewhere\.test: outside the domains[^\n]*\n[^→]*→ emit its "Domain Requested" again/,
    );
    expect(about(output, nameOf(stopped))).toMatch(/blog\.example\.test: ABORTED\n[^→]*→ redrive it/);
    expect(about(output, nameOf(fixed))).toMatch(
      /→ nothing to do: superseded by a later execution \(SUCCEEDED\): arn:aws:states:/,
    );
    expect(about(output, nameOf(kept))).toMatch(
      /reconcile-certificate no ARN: FAILED .*\n[^→]*→ start it again with the same input/,
    );
    expect(about(output, nameOf(invalid))).toMatch(
      /intranet: FAILED InvalidRequestError\n[^→]*→ correct the event and emit it anew: the same event can only fail again/,
    );
    expect(output).toMatch(/3 can be replayed/);
  });

  it('counts what a later one has superseded, and lists it on request', async () => {
    const { output } = await redrive();
    expect(output).toMatch(/\nExecutions: 4, and 1 superseded \(--all shows them\)\n/);
    expect(output).not.toContain(fixed);
    expect(about((await redrive('--only', fixed)).output, nameOf(fixed))).toMatch(
      /→ nothing to do: superseded by a later execution/,
    );
  });

  it('replays each in its own way, once', async () => {
    const secure = executionsNamed('secure-domain').length;
    const { status, output } = await redrive('--yes');
    expect(output).toContain(`✔ redriven: ${stopped}`);
    expect(output).toMatch(new RegExp(`✔ emitted again as event \\S+, for ${failed}`));
    expect(output).toMatch(new RegExp(`✔ started arn:\\S+, for ${kept}`));
    expect(status).toBe(0);
    expect(await service.finished(stopped)).toMatchObject({ status: 'SUCCEEDED' });
    expect(executionsNamed('secure-domain')).toHaveLength(secure + 1);
    expect(executionsNamed('reconcile-certificate').filter(({ input }) => input.includes('no ARN'))).toHaveLength(2);
  });

  it('does not offer again what was repeated, but the repetition, if that failed too', async () => {
    await service.cloud.clock.advance(15 * MINUTE);
    const { output } = await redrive('--all');
    expect(about(output, nameOf(failed))).toMatch(/→ nothing to do: superseded by a later execution \(FAILED\)/);
    expect(output).not.toContain(nameOf(stopped));
    const repeated = executionsNamed('secure-domain').findLast(({ input }) => input.includes('elsewhere'));
    expect(about(output, nameOf(repeated?.arn ?? ''))).toMatch(/→ emit its "Domain Requested" again/);
  });

  it('replays an event that the contract refuses only when it is asked for by name', async () => {
    const { output } = await redrive('--only', invalid);
    expect(about(output, nameOf(invalid))).toMatch(/→ correct the event and emit it anew/);
    expect(output).toMatch(/1 can be replayed/);
    const { status, output: replayed } = await redrive('--only', invalid, '--yes');
    expect(replayed).toMatch(new RegExp(`✔ emitted again as event \\S+, for ${invalid}`));
    expect(status).toBe(0);
  });

  it('redrives an execution that has timed out from the state in which it was, to its end', async () => {
    const { SecureDomainArn: stateMachineArn = '' } = service.outputs;
    const client = new SFNClient(clientOptions(service.cloud));
    const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const hurried = JSON.stringify({ ...(JSON.parse(definition) as object), TimeoutSeconds: 1_800 });
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: hurried }));
    const { acm, clock, registrar } = service.cloud;
    const timedOut = await service.request({ domainName: 'late.example.test' });
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    client.destroy();
    while (!acm.certificates().some(({ domainNames }) => domainNames[0] === 'late.example.test'))
      await clock.advance(1_000);
    registrar.breakDnssec('example.test');
    await clock.advance(30 * MINUTE);
    registrar.repairDnssec('example.test');

    const { output } = await redrive();
    expect(about(output, nameOf(timedOut))).toMatch(/late\.example\.test: TIMED_OUT\n[^→]*→ redrive it/);
    const { status } = await redrive('--only', timedOut, '--yes');
    expect(status).toBe(0);
    expect(await service.finished(timedOut)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
