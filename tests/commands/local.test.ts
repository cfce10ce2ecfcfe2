import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { autopilotFrom } from './autopilot';
import { run, type Command } from './command';

jest.setTimeout(120_000);

const ANY_PORTS = ['--port', '0', '--dns-port', '0', '--http-port', '0', '--https-port', '0', '--page-port', '0'];
const READY = /READY endpoint=(\S+) dns=(\S+) http=(\S+) https=(\S+) ca=(\S+)/;

/** Puts an event on the bus of a local cloud. */
async function emitTo(at: string, detailType: string, detail: object): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: at, region: 'eu-west-1', credentials });
  const entry = { EventBusName: 'acm-autopilot-dev', Source: 'test', DetailType: detailType };
  await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
  client.destroy();
}

let local: Command;
let endpoint = '';
let https = '';
let ca = '';

beforeAll(async () => {
  local = run('local.ts', ...ANY_PORTS);
  [, endpoint = '', , , https = '', ca = ''] = await local.says(READY);
  await emitTo(endpoint, 'Domain Requested', { domainName: 'app.example.test' });
  await local.says(/PublishOutcome .*Domain Secured/);
}, 60_000);

afterAll(async () => {
  local.send('SIGTERM');
  await local.exitStatus;
});

const isInstalled = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;
/** A test that is skipped, and says why, where a program is not installed. */
const itWith = (program: string, versionArgument: string) =>
  isInstalled(program, versionArgument)
    ? it
    : (title: string) => {
        it.skip(`${title} (${program} is not installed)`, () => undefined);
      };

it('refuses a port that another program has, in one clear line', async () => {
  const second = run('local.ts', ...ANY_PORTS.slice(2), '--port', new URL(endpoint).port);
  expect(await second.exitStatus).toBe(2);
  expect(second.output()).toMatch(
    /Port \d+ on 127\.0\.0\.1 is in use, perhaps by another local cloud: stop it, or choose another port for the endpoint/,
  );
});

it('refuses what is no port', async () => {
  const wrong = run('local.ts', '--dns-port', 'dns');
  expect(await wrong.exitStatus).toBe(2);
  expect(wrong.output()).toMatch(/--dns-port dns is not a port/);
});

itWith('curl', '--version')('satisfies curl', () => {
  const [, port = ''] = https.split(':');
  const answer = execFileSync('curl', [
    '--silent',
    '--show-error',
    ...['--cacert', ca],
    ...['--resolve', `app.example.test:${port}:127.0.0.1`],
    `https://app.example.test:${port}/`,
  ]);
  expect(answer.toString()).toMatch(/^Hello from https:\/\/app\.example\.test/);
});

itWith('openssl', 'version')('satisfies openssl', () => {
  const { stdout } = spawnSync(
    'openssl',
    [
      ...['s_client', '-connect', https, '-servername', 'app.example.test'],
      ...['-CAfile', ca, '-verify_hostname', 'app.example.test', '-verify_return_error'],
    ],
    { input: '' },
  );
  expect(stdout.toString()).toMatch(/Verify return code: 0 \(ok\)/);
});

it('shows the inventory page once a sweep has written it', async () => {
  const [, url = ''] = await local.says(/inventory page, (http:\S+)/);
  const early = await fetch(url);
  expect({ status: early.status, body: await early.text() }).toEqual({
    status: 404,
    body: expect.stringContaining('Sweep Requested'),
  });
  await emitTo(endpoint, 'Sweep Requested', {});
  await local.says(/PublishInventoryPage/);
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toMatch(/<h1>1 certificate, no action needed<\/h1>[^]*"app\.example\.test"/);
}, 60_000);

describe('the AWS CLI', () => {
  const aws = (...args: string[]) =>
    execFileSync('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], {
      env: {
        ...process.env,
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    }).toString();
  const itWithAws = itWith('aws', '--version');

  itWithAws('reads what the service made', () => {
    expect(aws('acm', 'list-certificates')).toMatch(/"DomainName": "app\.example\.test"/);
    expect(aws('route53', 'list-hosted-zones')).toMatch(/"Name": "example\.test\."/);
    expect(aws('elbv2', 'describe-load-balancers')).toMatch(/"LoadBalancerName": "web"/);
    expect(aws('events', 'list-rules', '--event-bus-name', 'acm-autopilot-dev')).toMatch(/domain-requested/);
  });

  itWithAws('reads the execution and its history', () => {
    const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:acm-autopilot-dev-secure-domain';
    const executions = aws('stepfunctions', 'list-executions', '--state-machine-arn', machine);
    const arn = /"executionArn": "([^"]+)"/.exec(executions)?.[1] ?? '';
    expect(aws('stepfunctions', 'describe-execution', '--execution-arn', arn)).toMatch(/"status": "SUCCEEDED"/);
    expect(aws('stepfunctions', 'get-execution-history', '--execution-arn', arn)).toMatch(/"name": "VerifyHttps"/);
  });

  itWithAws('asks for a domain', async () => {
    const Detail = JSON.stringify({ domainName: 'not-ours.example.org' });
    const entry = { EventBusName: 'acm-autopilot-dev', Source: 'me', DetailType: 'Domain Requested', Detail };
    expect(aws('events', 'put-events', '--entries', JSON.stringify([entry]))).toMatch(/"FailedEntryCount": 0/);
    await local.says(/✘ CheckDomain +ZoneNotAllowedError/);
  });

  itWithAws('reads the topic, the queue and the table', () => {
    expect(aws('sns', 'list-topics')).toMatch(/acm-autopilot-dev-notifications/);
    expect(aws('sqs', 'list-queues')).toMatch(/acm-autopilot-dev-dead-letters/);
    expect(aws('dynamodb', 'list-tables')).toMatch(/acm-autopilot-dev-issuance-waits/);
  });
});

it('is found by autopilot --local, wherever that is typed', async () => {
  const list = autopilotFrom(tmpdir(), 'list', '--local');
  expect(await list.exitStatus).toBe(0);
  expect(list.output()).toMatch(/app\.example\.test +healthy/);
});

it('stops cleanly on a signal', async () => {
  const another = run('local.ts', ...ANY_PORTS);
  await another.says(READY);
  another.send('SIGTERM');
  expect(await another.exitStatus).toBe(0);
  expect(another.output()).toMatch(/Stopping…\s*$/);
});

describe('with faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const planOf = (text: string) => {
    const file = join(folder, 'plan.json');
    writeFileSync(file, text);
    return file;
  };

  it('strikes the calls that the plan names, says so, and the service gets over it', async () => {
    const fault = { at: 'call', service: 'acm', operation: 'RequestCertificate', fault: 'throttled', times: 2 };
    const struck = run('local.ts', ...ANY_PORTS, '--faults', planOf(JSON.stringify({ faults: [fault] })));
    const [, at = ''] = await struck.says(READY);
    await emitTo(at, 'Domain Requested', { domainName: 'app.example.test' });
    await struck.says(/PublishOutcome .*Domain Secured/);
    struck.send('SIGTERM');
    expect(await struck.exitStatus).toBe(0);
    expect(struck.output()).toMatch(/\nsecure-domain app\.example\.test\n\n.*✔ CheckDomain/);
    expect(struck.output().match(/⚡ .*/g)).toEqual([
      '⚡ call throttled: acm:RequestCertificate',
      '⚡ call throttled: acm:RequestCertificate',
    ]);
  }, 120_000);

  it.each([
    ['is not JSON', '{', /The fault plan is not JSON: SyntaxError/],
    [
      'has a member that there is not',
      '{ "faults": [{ "at": "call", "service": "acm", "fault": "throttled", "nht": 2 }] }',
      /Unrecognized key: "nht"\n +→ at faults\[0\]/,
    ],
    [
      'has a fault that there is not',
      '{ "faults": [{ "at": "call", "service": "acm", "fault": "tired" }] }',
      /expected one of "throttled".*\n +→ at faults\[0\]\.fault/,
    ],
    [
      'breaks a rule',
      '{ "faults": [{ "at": "call", "service": "acm", "fault": "refused" }] }',
      /has a code if, and only if, its fault is "refused"\n +→ at faults\[0\]/,
    ],
  ])('refuses a plan that %s: names the member and its rule, and exits with 2', async (_, plan, why) => {
    const file = planOf(plan);
    const refused = run('local.ts', ...ANY_PORTS, '--faults', file);
    expect(await refused.exitStatus).toBe(2);
    expect(refused.output()).toContain(`--faults ${file}: `);
    expect(refused.output()).toMatch(why);
  });

  it('refuses a plan that is not there', async () => {
    const refused = run('local.ts', ...ANY_PORTS, '--faults', join(folder, 'none.json'));
    expect(await refused.exitStatus).toBe(2);
    expect(refused.output()).toMatch(/--faults .*none\.json: ENOENT: no such file/);
  });
});
