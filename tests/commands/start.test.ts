import { run, type Command } from './command';

jest.setTimeout(120_000);

// Each goes at a pace for people who watch: together they take no longer than one.
let secured: Command;
let kept: Command;
let failed: Command;
beforeAll(() => {
  secured = run('start.ts', '--domain', 'shop.example.test', '--key-algorithm', 'EC_prime256v1');
  kept = run('start.ts', '--keep');
  failed = run('start.ts', '--fault', 'delegation');
});

it('takes one event to a verified HTTPS answer, and exits with 0', async () => {
  expect(await secured.exitStatus).toBe(0);
  expect(secured.output()).toMatch(/Domain Requested: shop\.example\.test, \*\.shop\.example\.test/);
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
    expect(secured.output()).toMatch(new RegExp(`✔ ${state} `));
  }
  expect(secured.output()).toMatch(/HTTP 200 +Hello from https:\/\/shop\.example\.test\//);
  expect(secured.output()).toMatch(/TLSv1\.3/);
  expect(secured.output()).toMatch(/19[78] days left/);
  expect(secured.output()).toMatch(/See for yourself: npm start -- --keep\./);
  expect(secured.output()).not.toMatch(/\u001b/);
});

it('stays up with --keep, until Ctrl-C', async () => {
  await kept.says(
    /The cloud keeps running until Ctrl-C\.\n\n {2}curl --cacert \S+ --resolve app\.example\.test:\d+:127\.0\.0\.1 https:/,
  );
  kept.send('SIGINT');
  expect(await kept.exitStatus).toBe(0);
});

it('shows a fault with the message that a person gets, and exits with 1', async () => {
  expect(await failed.exitStatus).toBe(1);
  expect(failed.output()).toMatch(/✘ CheckDomain +DelegationError/);
  expect(failed.output()).toMatch(/Subject: HTTPS for app\.example\.test failed: DelegationError/);
  expect(failed.output()).toMatch(/delegates it to ns1\.old-provider\.example/);
  expect(failed.output()).toMatch(/What to do: Set the live zone, if the message names one, as hostedZoneId\./);
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
