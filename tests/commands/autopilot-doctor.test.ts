import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOptions } from 'local-aws/clients';
import { seedCloud } from 'local-aws/seed';
import { autopilotIn, startAutopilot, type Autopilot } from './autopilot';

jest.setTimeout(120_000);

let autopilot: Autopilot;
beforeAll(async () => (autopilot = await startAutopilot()));
afterAll(() => autopilot.close());

// Before the others: nobody has done anything to the deployment yet.
it('finds what a new deployment lacks, with what to do, and exits with 1', async () => {
  autopilot.cloud.clearCalls();
  const { status, output } = await autopilot.type('doctor');
  expect(status).toBe(1);
  expect(output).toMatch(/✔ stack +CREATE_COMPLETE/);
  expect(output).toMatch(/✔ rules +9 enabled/);
  expect(output).toMatch(
    /✘ notifications +nobody is notified of failures: no topic has a subscription\n +What to do: .*sns subscribe/,
  );
  expect(output).toMatch(
    /✘ last sweep +no sweep has succeeded yet\n +What to do: .*npx acm-autopilot sweep --wait --local\./,
  );
  expect(output).toMatch(/✔ permissions +46 roles, each with its policy and nothing else/);
  expect(output).toMatch(/✔ ACM quota +0 of 2500 certificates in the Region/);
  expect(output).toMatch(/✔ ACM per year +0 of 5000 certificates created in the last 365 days/);
  expect(output).toMatch(/✔ ELB quota +0 of 25 certificates on web/);
  expect(output).toMatch(/2 of 11 need attention\./);
  const operations = autopilot.cloud.calls.map(({ operation }) => operation);
  expect(operations.filter((operation) => !/^(Describe|Get|List|Scan)/.test(operation))).toEqual([]);
});

it('finds a deployment healthy once it was swept and somebody is notified', async () => {
  const { NotificationsTopicArn: TopicArn, DeadLettersUrl = '' } = autopilot.outputs;
  const topic = new SNSClient(clientOptions(autopilot.cloud));
  const queue = `arn:aws:sqs:eu-west-1:123456789012:${DeadLettersUrl.split('/').at(-1) ?? ''}`;
  await topic.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue }));
  topic.destroy();
  expect((await autopilot.type('sweep', '--wait')).status).toBe(0);

  const { status, document } = await autopilot.json('doctor');
  expect(document.diagnoses.filter(({ status: health }) => health !== 'ok')).toEqual([]);
  expect(status).toBe(0);
  expect(document).toMatchObject({ stack: 'acm-autopilot-dev', isHealthy: true });
  expect(document.diagnoses).toContainEqual(
    expect.objectContaining({ name: 'last sweep', found: expect.stringMatching(/^[0-9] min ago$/) }),
  );
});

it('finds a rule that somebody has disabled, and dead letters', async () => {
  const events = new EventBridgeClient(clientOptions(autopilot.cloud));
  const queues = new SQSClient(clientOptions(autopilot.cloud));
  const rule = { Name: 'acm-autopilot-dev-daily-sweep' };
  const queue = { QueueUrl: autopilot.outputs['DeadLettersUrl'] };
  await events.send(new DisableRuleCommand(rule));
  await queues.send(new SendMessageCommand({ ...queue, MessageBody: '{}' }));

  const { status, document } = await autopilot.json('doctor');
  // Back to how it was, for the tests after this one.
  await events.send(new EnableRuleCommand(rule));
  await queues.send(new PurgeQueueCommand(queue));
  events.destroy();
  queues.destroy();

  expect(status).toBe(1);
  const found = Object.fromEntries(document.diagnoses.map(({ name, status: health }) => [name, health]));
  expect(found).toMatchObject({ rules: 'error', 'dead letters': 'error', bus: 'ok' });
  expect(document.diagnoses).toContainEqual(
    expect.objectContaining({ name: 'rules', found: 'acm-autopilot-dev-daily-sweep DISABLED' }),
  );
  expect(document.diagnoses).toContainEqual(
    expect.objectContaining({
      name: 'dead letters',
      advice: expect.stringContaining('npx acm-autopilot redrive --local '),
    }),
  );
});

describe('permissions', () => {
  let iam: IAMClient;
  beforeAll(() => (iam = new IAMClient(clientOptions(autopilot.cloud))));
  afterAll(() => iam.destroy());

  const roleOf = (logicalId: string) =>
    autopilot.cloud.iam.roles().find(({ roleName }) => roleName.includes(`-${logicalId}-`))?.roleName ?? '';
  const permissions = async () => {
    const { document } = await autopilot.json('doctor');
    return document.diagnoses.find(({ name }) => name === 'permissions');
  };

  it('finds policies that were added to a role, and a boundary that limits it', async () => {
    const [widened, limited] = [roleOf('WriteAliasRecordsRole'), roleOf('ResumeIssuanceRole')];
    const boundary = 'arn:aws:iam::123456789012:policy/no-route53';
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachRolePolicyCommand({ RoleName: widened, PolicyArn }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: limited, PermissionsBoundary: boundary }));
    autopilot.cloud.iam.putRolePolicy(widened, 'more', { Statement: [] });
    expect(await permissions()).toMatchObject({
      status: 'warning',
      found: expect.stringContaining(`${widened} has ${PolicyArn} attached, which is not in the template`),
    });
    const { found } = (await permissions()) ?? {};
    expect(found).toContain(`${widened} has the policy more, which is not in the template`);
    expect(found).toContain(`${limited} is limited by the permissions boundary ${boundary}`);
  });

  it('finds a role that is gone, and one that lacks its policy', async () => {
    const [gone, bare] = [roleOf('RedirectHttpRole'), roleOf('CheckDomainRole')];
    for (const RoleName of [gone, bare]) {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
    await iam.send(new DeleteRoleCommand({ RoleName: gone }));
    const { status, found, advice } = (await permissions()) ?? {};
    expect(status).toBe('error');
    expect(found).toContain(`the role ${gone} is gone`);
    expect(found).toContain(`${bare} lacks its policy check-domain`);
    expect(advice).toMatch(/detect-stack-drift/);
  });
});

describe('quotas', () => {
  let full: Autopilot;
  beforeAll(async () => {
    const options = {
      acm: { quotas: { certificates: 3, certificatesPerYear: 100 } },
      elbv2: { certificatesPerLoadBalancer: 1 },
    };
    full = await startAutopilot(options, { ReplaceImported: 'true' });
  });
  afterAll(() => full.close());
  const diagnoses = async () => {
    const { document } = await full.json('doctor');
    return Object.fromEntries(document.diagnoses.map(({ name = '', ...found }) => [name, found]));
  };

  it('knows what the account was granted, and every load balancer of a managed certificate', async () => {
    const second = await seedCloud(full.cloud, { zoneName: 'second.test', loadBalancerName: 'second' });
    for (const name of ['one', 'two', 'three']) {
      const target = { loadBalancer: name === 'one' ? 'web' : 'second' };
      expect(await full.secure({ domainName: `${name}.example.test`, target })).toMatchObject({ status: 'SUCCEEDED' });
    }
    expect((await full.type('sweep', '--wait')).status).toBe(0);
    await second.close();

    const found = await diagnoses();
    expect(found['ACM quota']).toMatchObject({ status: 'warning', found: '3 of 3 certificates in the Region' });
    expect(found['ACM per year']).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^3 of 100 certificates/),
    });
    // The first certificate of a listener is its default, which does not count.
    expect(found['ELB quota']).toMatchObject({ status: 'warning', found: '1 of 1 certificates on second' });
    // With the policy that a parameter adds.
    expect(found['permissions']).toMatchObject({ status: 'ok' });
  });

  it('says which number it assumes where Service Quotas may not be asked', async () => {
    const denied = await withoutServiceQuotas(full);
    const doctor = autopilotIn(denied.folder, 'doctor', '--local');
    await doctor.exitStatus;
    expect(doctor.output()).toMatch(
      /✔ ACM quota +3 certificates in the Region; the quota is assumed to be AWS's default, 2500 \(AccessDeniedError: servicequotas:/,
    );
    const check = autopilotIn(denied.folder, 'check', 'four.example.test', '--local');
    expect(await check.exitStatus).toBe(0);
    expect(check.output()).toMatch(
      /✔ quota +3 certificates in the Region; the quota is assumed to be AWS's default, 2500/,
    );
    denied.close();
  });
});

/** A folder whose local cloud is this one, but for Service Quotas: that is refused as AWS refuses a caller without permission. */
async function withoutServiceQuotas({ cloud, seed }: Autopilot) {
  const front = createServer((request, response) => {
    if (request.headers.authorization?.includes('/servicequotas/')) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      return response.end('{"__type":"AccessDeniedException","Message":"not authorized to perform: servicequotas"}');
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      const { host: _, 'content-length': __, connection: ___, ...passed } = headers;
      const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      void fetch(`${cloud.endpoint}${url}`, { method, headers: passed as Record<string, string>, ...body }).then(
        async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
          response.end(Buffer.from(await answer.arrayBuffer()));
        },
      );
    });
    return undefined;
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'autopilot-'));
  mkdirSync(join(folder, '.local'));
  const found = { endpoint, region: cloud.region, dnsPort: cloud.dnsPort, httpsPort: seed.httpsPort };
  writeFileSync(join(folder, '.local', 'endpoint.json'), JSON.stringify(found));
  return {
    folder,
    close() {
      front.close();
      front.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

it('says that a stage is not deployed', async () => {
  const { status, output } = await autopilot.type('doctor', '--stage', 'prod');
  expect(status).toBe(1);
  expect(output).toMatch(/There is no stack acm-autopilot-prod[\s\S]*What to do: .*--stage/);
});
