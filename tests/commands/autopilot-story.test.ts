import { startAutopilot, type Autopilot } from './autopilot';
import { itAtTerminal } from './command';

jest.setTimeout(180_000);

let autopilot: Autopilot;
beforeAll(async () => (autopilot = await startAutopilot()));
afterAll(() => autopilot.close());

const DOMAIN = 'app.example.test';
const STEPS = [
  'CheckDomain',
  'RequestCertificate',
  'WriteValidationRecords',
  'WaitForIssued',
  'AttachCertificate',
  'WriteAliasRecords',
  'VerifyHttps',
  'PublishOutcome',
];

it('knows nothing of a domain before', async () => {
  const { status, output } = await autopilot.type('status', DOMAIN);
  expect(status).toBe(1);
  expect(output).toMatch(/\n {2}No certificate in eu-west-1 covers it\.\n\nNothing is in service\./);
  expect(output).toMatch(/Request it: npx acm-autopilot request app\.example\.test --wait --local/);
});

it('says that ACM has no certificate of an ARN', async () => {
  const { output } = await autopilot.type('status', 'arn:aws:acm:eu-west-1:123456789012:certificate/none');
  expect(output).toMatch(/\n {2}ACM in eu-west-1 has no such certificate\.\n\nNothing is in service\./);
});

it('lists no certificates without the head of a table', async () => {
  const { output } = await autopilot.type('list');
  expect(output).toMatch(/^\n {2}There are no certificates in eu-west-1\.\n\n0 of 0 certificates/);
});

it('request --wait follows the execution, step by step, to its end', async () => {
  const command = autopilot.begin('request', DOMAIN, '--san', `*.${DOMAIN}`, '--wait');
  expect(await command.exitStatus).toBe(0);
  const output = command.output();
  expect(output).toMatch(/Domain Requested: app\.example\.test, \*\.app\.example\.test/);
  for (const step of STEPS) expect(output).toMatch(new RegExp(`\\d s {2}✔ ${step} `));
  expect(output).toMatch(/Done\. Details: npx acm-autopilot status app\.example\.test --local/);
  expect(output).not.toMatch(/\u001b/);
});

it('status shows the certificate, its records, what is served, and the attempts', async () => {
  const { status, output } = await autopilot.type('status', 'APP.example.test.');
  expect(status).toBe(0);
  expect(output).toMatch(/certificate +arn:aws:acm:eu-west-1:123456789012:certificate\//);
  expect(output).toMatch(/managed +by acm-autopilot-dev/);
  expect(output).toMatch(/valid +\d{4}-\d\d-\d\d ░{30} \d{4}-\d\d-\d\d, 19[78] days left/);
  expect(output).toMatch(/verdict +healthy: Every check passed\./);
  expect(output).toMatch(/record +✔ _\S+ CNAME exists in Z\w+, seen in public DNS/);
  expect(output).toMatch(/attached +web HTTPS:443 \(default\)/);
  expect(output).toMatch(/served +✔ app\.example\.test: this certificate, until/);
  expect(output).toMatch(/secure-domain +SUCCEEDED/);
});

it('list says when no certificate matches', async () => {
  const { output } = await autopilot.type('list', '--expiring', '1');
  expect(output).toMatch(/^\n {2}No certificate matches\.\n\n0 of 1 certificate;/);
});

it('a wildcard is found for the names that it covers, and a certificate by its ARN', async () => {
  const { document } = await autopilot.json('status', `shop.${DOMAIN}`);
  expect(document.certificates).toHaveLength(1);
  const { certificateArn = '' } = document.certificates[0] ?? {};
  const byArn = await autopilot.json('status', certificateArn);
  expect(byArn.status).toBe(0);
  expect(byArn.document.certificates[0]).toMatchObject({ certificateArn, verdict: 'healthy', isManaged: true });
  expect(byArn.document.attempts.map(({ workflow }) => workflow)).toContain('secure-domain');
});

it('sweep --wait assesses every certificate', async () => {
  const { status, output } = await autopilot.type('sweep', '--wait');
  expect(status).toBe(0);
  expect(output).toMatch(/✔ AssessBatch +1 certificate assessed, 1 of them managed/);
  expect(output).toMatch(/✔ PublishInventory +published "Certificate Inventory"/);
});

it('list shows the inventory, and what is asked of it alone', async () => {
  const { status, output } = await autopilot.type('list');
  expect(status).toBe(0);
  expect(output).toMatch(/app\.example\.test +healthy +19[78] +\d{4}-\d\d-\d\d +yes +yes +arn:aws:acm:/);
  expect(output).toMatch(/1 of 1 certificate; the last sweep was at \d{4}-/);

  for (const [args, count] of [
    [['--expiring', '30'], 0],
    [['--expiring', '200'], 1],
    [['--unmanaged'], 0],
    [['--verdict', 'healthy', '--verdict', 'blocked'], 1],
    [['--verdict', 'blocked'], 0],
  ] as const) {
    expect((await autopilot.json('list', ...args)).document.certificates).toHaveLength(count);
  }
});

it('says why a request failed and what to do, then and later', async () => {
  autopilot.cloud.registrar.undelegate('example.test');
  const { status, output } = await autopilot.type('request', 'lost.example.test', '--wait');
  autopilot.cloud.registrar.delegate('example.test', await nameServers());
  expect(status).toBe(1);
  expect(output).toMatch(/✘ CheckDomain +D\w+Error/);
  expect(output).toMatch(/What to do: .*registrar.*try again\./);

  const { status: answer, output: cachedSources } = await autopilot.type('status', 'lost.example.test');
  expect(cachedSources).toMatch(/secure-domain +FAILED[\s\S]*Error: [\s\S]*What to do: .*registrar.*try again\./);
  expect(cachedSources).toMatch(
    /Once the cause is fixed, request it again: npx acm-autopilot request lost\.example\.test --wait --local\n$/,
  );
  expect(answer).toBe(1);
});

it('refuses what the deployment may not manage before anything is emitted', async () => {
  const { status, output } = await autopilot.type('request', 'app.example.org', '--wait');
  expect(status).toBe(1);
  expect(output).toMatch(/ZoneNotAllowedError[\s\S]*What to do:/);
  expect(output).not.toMatch(/Domain Requested/);
});

it('only emits without --wait, and gives scripts the event', async () => {
  const { status, document } = await autopilot.json('sweep');
  expect(status).toBe(0);
  expect(document.eventId).toMatch(/^[0-9a-f-]{36}$/);
});

itAtTerminal('shows colours and what is under way at a terminal', async () => {
  const command = autopilot.atTerminal('request', DOMAIN, '--san', `*.${DOMAIN}`, '--wait');
  expect(await command.exitStatus).toBe(0);
  expect(command.output()).toMatch(/\u001b\[32m✔\u001b\[39m CheckDomain/);
  expect(command.output()).toMatch(/\r\u001b\[2K {2}… event emitted; waiting for its execution to start/);
});

itAtTerminal('Ctrl-C leaves the execution running, and says how to check on it', async () => {
  const command = autopilot.atTerminal('request', `slow.${DOMAIN}`, '--wait');
  await command.says(/✔.* CheckDomain/);
  command.type('\u0003');
  await command.says(
    /It continues in the background\. Check on it: npx acm-autopilot status slow\.app\.example\.test --local/,
  );
  expect(await command.exitStatus).toBe(130);
  const execution = autopilot.cloud.stepFunctions.executions().find(({ input }) => input.includes(`slow.${DOMAIN}`));
  expect(await autopilot.finished(execution?.arn ?? '')).toMatchObject({ status: 'SUCCEEDED' });
});

itAtTerminal('remove asks, and does nothing without the name typed again', async () => {
  const command = autopilot.atTerminal('remove', DOMAIN);
  await command.says(/Type the name again to continue: /);
  command.type('no\n');
  expect(await command.exitStatus).toBe(1);
  expect(command.output()).toMatch(/Nothing was removed/);
});

itAtTerminal('Ctrl-C at the question of remove removes nothing', async () => {
  const command = autopilot.atTerminal('remove', DOMAIN);
  await command.says(/Type the name again to continue: /);
  command.type('\u0003');
  expect(await command.exitStatus).toBe(130);
  expect(command.output()).toMatch(/\nNothing was removed\.\s*$/);
});

it('remove --wait ends the HTTPS of a whole certificate, and says what it deleted', async () => {
  // A listener needs a default certificate: another one takes its place.
  expect(await autopilot.secure({ domainName: 'other.example.test' })).toMatchObject({ status: 'SUCCEEDED' });
  const { document } = await autopilot.json('status', `*.${DOMAIN}`);
  const { certificateArn = '' } = document.certificates[0] ?? {};
  const { status, output } = await autopilot.type('remove', certificateArn, '--yes', '--wait');
  expect(status).toBe(0);
  expect(output).toMatch(/✔ DeleteAliasRecords +deleted app\.example\.test A/);
  expect(output).toMatch(/✔ PublishRemovalOutcome +published "Domain Retired"/);
  expect(output).toMatch(/\nDone\. /);

  const again = await autopilot.type('remove', certificateArn, '--yes', '--wait');
  expect(again.status).toBe(0);
  expect(again.output.replace(/ +/g, ' ')).toContain(`CheckRemoval ${certificateArn}: no certificate`);
  expect(again.output).toContain(`\nThere was nothing to remove for ${certificateArn}. Details:`);
});

async function nameServers(): Promise<string[]> {
  const { Route53Client, GetHostedZoneCommand } = await import('@aws-sdk/client-route-53');
  const client = new Route53Client({
    endpoint: autopilot.cloud.endpoint,
    region: autopilot.cloud.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: autopilot.seed.hostedZoneId }));
  client.destroy();
  return DelegationSet?.NameServers ?? [];
}
