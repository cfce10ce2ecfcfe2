import { run } from './command';

jest.setTimeout(120_000);

it('takes one event to a verified HTTPS answer, and exits with 0', async () => {
  const start = run('start.ts', '--domain', 'shop.example.test', '--key-algorithm', 'EC_prime256v1');
  expect(await start.exitStatus).toBe(0);
  expect(start.output()).toMatch(/Domain Requested: shop\.example\.test, \*\.shop\.example\.test/);
  for (const state of [
    'CheckDomain',
    'RequestCertificate',
    'WriteValidationRecords',
    'WaitForIssued',
    'AttachCertificate',
    'WriteAliasRecords',
    'VerifyHttps',
    'PublishOutcome',
  ]) {
    expect(start.output()).toMatch(new RegExp(`✔ ${state} `));
  }
  expect(start.output()).toMatch(/HTTP 200 +Hello from https:\/\/shop\.example\.test\//);
  expect(start.output()).toMatch(/TLSv1\.3/);
  expect(start.output()).toMatch(/19[78] days left/);
  expect(start.output()).toMatch(/See for yourself: npm start -- --keep\./);
  expect(start.output()).not.toMatch(/\u001b/);
});

it('stays up with --keep, until Ctrl-C', async () => {
  const start = run('start.ts', '--keep');
  await start.says(
    /The cloud keeps running until Ctrl-C\.\n\n {2}curl --cacert \S+ --resolve app\.example\.test:\d+:127\.0\.0\.1 https:/,
  );
  start.send('SIGINT');
  expect(await start.exitStatus).toBe(0);
});

it('shows a fault with the message that a person gets, and exits with 1', async () => {
  const start = run('start.ts', '--fault', 'delegation');
  expect(await start.exitStatus).toBe(1);
  expect(start.output()).toMatch(/✘ CheckDomain +DelegationError/);
  expect(start.output()).toMatch(/Subject: HTTPS for app\.example\.test failed: DelegationError/);
  expect(start.output()).toMatch(/delegates it to ns1\.old-provider\.example/);
  expect(start.output()).toMatch(/What to do: Set the zone's name servers/);
});

it.each([
  [['--fault', 'gremlins'], /--fault gremlins is not one of caa, delegation/],
  [['--key-algorithm', 'RSA_512'], /--key-algorithm RSA_512 is not one of RSA_2048/],
  [['--domain'], /--domain/],
  [['--domain', 'localhost'], /--domain localhost is not a domain/],
  [['--colour'], /--colour/],
])('the wrong option %j is reported with the usage, and exits with 2', async (args, message) => {
  const start = run('start.ts', ...args);
  expect(await start.exitStatus).toBe(2);
  expect(start.output()).toMatch(message);
  expect(start.output()).toMatch(/npm start -- \[--domain NAME\]/);
});
