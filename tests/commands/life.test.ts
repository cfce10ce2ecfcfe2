import { run } from './command';

// Two months pass, with a sweep each day.
jest.setTimeout(300_000);

it('lives whole lives, with no handshake invalid, and exits with 0', async () => {
  const life = run('life.ts', '--validity', '47');
  expect(await life.exitStatus).toBe(0);
  const lines = life.output();
  expect(lines).toMatch(/[1-9]\d{2,} TLS handshakes, 0 invalid/);
  for (const [domainName, what] of [
    ['shop', 'a colleague deletes the validation record by mistake'],
    ['shop', 'Certificate At Risk ValidationRecordMissing'],
    ['shop', 'Certificate Renewed'],
    ['blog', 'Certificate At Risk CaaForbidsAmazonError'],
    ['blog', 'Certificate Renewed'],
    ['blog', 'Certificate Recovered'],
    ['mail', 'Certificate Replaced'],
    ['twin', 'Domain Retired'],
    ['twin', 'Certificate Renewed'],
    ['old', 'another controller takes its certificate off the listener'],
    ['old', 'Certificate At Risk AttachmentContested'],
    ['old', 'Certificate Recovered AttachmentContested'],
    ['moved', 'it is live on another server, and is to move here'],
    ['moved', 'Certificate Renewed'],
  ]) {
    expect(lines).toMatch(new RegExp(`day +\\d+ .* ${domainName}\\.example\\.test +${what}`));
  }
  expect(lines).not.toMatch(/\u001b/);
});

it.each([
  [['--validity', '90'], /--validity 90 is not one of 395, 198, 100, 47/],
  [['--speed', '2'], /--speed/],
])('refuses %j, shows the usage, and exits with 2', async (args, why) => {
  const life = run('life.ts', ...args);
  expect(await life.exitStatus).toBe(2);
  expect(life.output()).toMatch(why);
  expect(life.output()).toMatch(/npm run life \[-- --validity/);
});
