import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packageService } from '../../scripts/package-service';
import { ROOT, run, runIn } from './command';

// A life is two weeks with a sweep each day, and more when much goes wrong in it.
jest.setTimeout(300_000);

it('loses nothing over a life under random faults, counts what it saw, and exits with 0', async () => {
  const chaos = run('chaos.ts', '--seed', '11');
  expect(await chaos.exitStatus).toBe(0);
  const lines = chaos.output();
  expect(lines).toMatch(/^One life of the packaged service, under faults of its own$/m);
  expect(lines).toMatch(/✔ seed 11 +1\/1 +\d+ domains, [1-9]\d* faults, [1-9]\d{2,} handshakes/);
  for (const count of ['certificates requested', 'executions', 'faults that struck', 'TLS handshakes']) {
    expect(lines).toMatch(new RegExp(`^ +[1-9]\\d* +${count}$`, 'm'));
  }
  expect(lines).toMatch(/^ +1 +seeds, 0 with a finding$/m);
  const kinds = lines.match(/^ +[1-9]\d* +(call|function|event) \S+$/gm) ?? [];
  expect(kinds.length).toBeGreaterThan(2);
  expect(lines).toMatch(/^\d+ s\. Nothing was lost\. Other lives: npm run chaos -- --from 1001 --seeds 20$/m);
  expect(lines).not.toMatch(/\u001b/);
});

it('tells the shortest story of what a damaged service loses, and exits with 1', async () => {
  const checkout = damagedCheckout();
  try {
    const chaos = runIn(checkout, 'chaos.ts', '--seeds', '1', '--from', '3');
    expect(await chaos.exitStatus).toBe(1);
    const lines = chaos.output();
    expect(lines).toMatch(/✘ seed 3: .*Looking for its shortest story…/s);
    expect(lines).toMatch(/Domain Requested of \S+.* was lost: neither done nor reported/);
    expect(lines).toMatch(
      /It happens without any fault:\n\n +day +0 .* is requested\n +day +0 .* ↯ secure-domain \w+ Forget: Forgotten/,
    );
    expect(lines).toMatch(/Again: npm run chaos -- --seed 3$/m);
    expect(lines).toMatch(/^ +1 +seeds, 1 with a finding$/m);
    expect(lines).toMatch(/Something was lost; see it again: npm run chaos -- --seed 3$/m);
  } finally {
    rmSync(checkout, { recursive: true });
  }
});

it.each([
  [['--seeds', 'many'], /--seeds many is not a whole number from 1 on/],
  [['--seed', '0'], /--seed 0 is not a whole number from 1 on/],
  [['--processes', '1.5'], /--processes 1\.5 is not a whole number from 1 on/],
  [['--seed', '1', '--seeds', '2'], /--seed runs one life and --seeds many: use only one of them/],
  [['--fast'], /--fast/],
])('refuses %j, shows the usage, and exits with 2', async (args, why) => {
  const chaos = run('chaos.ts', ...args);
  expect(await chaos.exitStatus).toBe(2);
  expect(chaos.output()).toMatch(why);
  expect(chaos.output()).toMatch(/npm run chaos \[-- --seeds/);
});

/** A checkout of its own whose packaged service fails whatever it is asked for, and tells nobody. */
function damagedCheckout(): string {
  packageService();
  const checkout = mkdtempSync(join(tmpdir(), 'damaged-'));
  const leftOut = new Set(['node_modules', '.git', '.local', '.esbuild']);
  cpSync(ROOT, checkout, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  const packaged = join(checkout, '.serverless');
  const template = join(packaged, 'cloudformation-template-update-stack.json');
  const stack = JSON.parse(readFileSync(template, 'utf8'));
  stack.Resources.SecureDomain.Properties.Definition = {
    StartAt: 'Forget',
    States: { Forget: { Type: 'Fail', Error: 'Forgotten' } },
  };
  writeFileSync(template, JSON.stringify(stack));
  // Newer than the sources: this is what is packaged.
  writeFileSync(join(packaged, 'packaged-for-checks'), '');
  return checkout;
}
