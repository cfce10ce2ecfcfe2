import * as route53 from '@aws-sdk/client-route-53';
import { clientOptions } from 'local-aws/clients';
import { startAutopilot, type Autopilot } from './autopilot';

jest.setTimeout(120_000);

let autopilot: Autopilot;
beforeAll(async () => (autopilot = await startAutopilot()));
afterAll(() => autopilot.close());

const put = async (ResourceRecordSet: route53.ResourceRecordSet) => {
  const client = new route53.Route53Client(clientOptions(autopilot.cloud));
  await client.send(
    new route53.ChangeResourceRecordSetsCommand({
      HostedZoneId: autopilot.seed.hostedZoneId,
      ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
    }),
  );
  client.destroy();
};

const READS = /^(Describe|Get|List|Query$)/;

it('plans every resource and record of a request, writes nothing, and calls only APIs that read', async () => {
  autopilot.cloud.clearCalls();
  const command = autopilot.begin('check', 'app.example.test', '--san', '*.app.example.test');
  expect(await command.exitStatus).toBe(0);
  const output = command.output();
  expect(output).toMatch(/✔ zones +example\.test \(Z\w+\), delegated/);
  expect(output).toMatch(/✔ CAA +Amazon may issue/);
  expect(output).toMatch(/✔ wildcards +none answers for a name/);
  expect(output).toMatch(/✔ room +25 of 25 certificate slots are free/);
  expect(output).toMatch(/\+ certificate +RSA_2048, requested from ACM/);
  expect(output).toMatch(/\+ record +_….app\.example\.test CNAME in Z/);
  expect(output).toMatch(/\+ listener +HTTPS:443, ELBSecurityPolicy-TLS13\S+, forwards to arn:aws:\S+targetgroup/);
  expect(output).toMatch(/\+ record +app\.example\.test A alias to web-/);
  expect(output).toMatch(/4 to create, 0 to change, 0 to keep\. Nothing was written\./);
  expect(output).toMatch(/npx acm-autopilot request app\.example\.test --san '\*\.app\.example\.test' --wait --local/);
  expect(output).not.toMatch(/\u001b/);

  const operations = [...new Set(autopilot.cloud.calls.map(({ operation }) => operation))];
  expect(operations).toEqual(expect.arrayContaining(['DescribeStacks', 'ListHostedZones', 'DescribeLoadBalancers']));
  expect(operations.filter((operation) => !READS.test(operation))).toEqual([]);
  expect(autopilot.cloud.acm.certificates()).toEqual([]);
});

it('gives scripts the same as one JSON document', async () => {
  const { status, document } = await autopilot.json('check', 'app.example.test', '--no-alias', '--redirect');
  expect(status).toBe(0);
  expect(document).toMatchObject({ canSucceed: true, domainNames: ['app.example.test'] });
  expect(document.changes.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'create certificate',
    'create record',
    'create listener',
    'change listener',
  ]);
});

it('plans a listener that answers 404', async () => {
  const { status, output } = await autopilot.type('check', 'app.example.test', '--no-alias', '--default-action', '404');
  expect(status).toBe(0);
  expect(output).toMatch(/\+ listener +HTTPS:443, \S+, answers 404\n/);
  expect(output).toMatch(/npx acm-autopilot request app\.example\.test .*--default-action 404/);
});

it('plans a listener with the rules of HTTP:80', async () => {
  const { status, output } = await autopilot.type('check', 'app.example.test', '--no-alias', '--copy-rules');
  expect(status).toBe(0);
  expect(output).toMatch(/\+ listener +HTTPS:443, \S+, has the rules of arn:\S+:listener\/app\/web\//);
});

describe('where a request would fail', () => {
  it.each([
    [
      'a domain that is not allowed',
      ['shop.example.org'],
      /✘ names +ZoneNotAllowedError: .*\n.*What to do: .*allowedDomains/,
    ],
    ['a zone that is not there', ['a.example.test', '--zone', 'Z000000000'], /✘ zones +ZoneNotFoundError/],
    ['a load balancer that is not there', ['a.example.test', '--target', 'wbe'], /✘ target +TargetNotFoundError.*wbe/],
  ])('names the error of %s with what to do, and exits with 1', async (_, args, why) => {
    const { status, output } = await autopilot.type('check', ...args);
    expect(status).toBe(1);
    expect(output).toMatch(why);
    expect(output).toMatch(/The request would fail\. Nothing was written\./);
    expect(output).not.toMatch(/npx acm-autopilot request/);
  });

  it('names the wildcard that a name is live through', async () => {
    await put({ Name: '*.wild.example.test', Type: 'A', TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] });
    const { status, output } = await autopilot.type('check', 'a.wild.example.test', '--target', 'web', '--no-alias');
    expect(status).toBe(1);
    expect(output).toMatch(
      /✘ wildcards +RecordConflictError: \*\.wild\.example\.test .* matches a\.wild\.example\.test\./,
    );
  });

  it('continues after the first failed check, so that one run shows them all', async () => {
    const caa = {
      Name: 'old.example.test',
      Type: 'CAA',
      TTL: 300,
      ResourceRecords: [{ Value: '0 issue ";"' }],
    } as const;
    await put({ ...caa, ResourceRecords: [...caa.ResourceRecords] });
    await put({ Name: 'old.example.test', Type: 'A', TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] });
    await autopilot.cloud.clock.advance(60_000);

    const { status, document } = await autopilot.json('check', 'old.example.test', '--target', 'web');
    expect(status).toBe(1);
    const errors = document.checks.flatMap(({ error }) => error ?? []);
    expect(errors).toEqual(['CaaForbidsAmazonError', 'RecordConflictError']);
    expect(document).toMatchObject({ canSucceed: false, changes: [] });
  });
});

it('finds everything in place once the domain is secured', async () => {
  expect(await autopilot.secure({ domainName: 'done.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
  const { status, output } = await autopilot.type('check', 'done.example.test');
  expect(status).toBe(0);
  expect(output).toMatch(/✔ certificate +arn:aws:acm:\S+ would be reused/);
  expect(output).toMatch(/= record +_[0-9a-f]{32}\.done\.example\.test CNAME/);
  expect(output).toMatch(/= attachment/);
  expect(output).toMatch(
    /0 to create, 0 to change, 4 to keep.*\nEverything is already in place: there is nothing to do\.\n$/,
  );

  // The record of a name is the same in every certificate of the account.
  const other = await autopilot.type('check', 'done.example.test', '--key-algorithm', 'EC_prime256v1');
  expect(other.output).toMatch(/\+ certificate +EC_prime256v1/);
  expect(other.output).toMatch(/= record +_[0-9a-f]{32}\.done\.example\.test CNAME/);
  expect(other.output).toMatch(/\+ attachment/);
});
