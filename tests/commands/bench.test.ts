import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command';

interface Scenario {
  readonly title: string;
  readonly calls: Readonly<Record<string, number>>;
  readonly floor: Readonly<Record<string, number>>;
  readonly stateTransitions: number;
  readonly billedMilliseconds: number;
}

// Ten certificates, one after another, on a cloud whose clock is moved.
jest.setTimeout(300_000);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it('prints what a certificate takes beside the floor, writes it as JSON, and exits with 0', async () => {
  const json = join(folder, 'bench.json');
  const bench = run('../bench/bench.ts', '--only', 'per-certificate', '--json', json);
  expect(await bench.exitStatus).toBe(0);
  expect(bench.output()).toMatch(/acm:RequestCertificate +1 +\(1\) +1 +\(1\) +1 +\(1\)/);
  expect(bench.output()).toMatch(/dollars per 1,000 +\d/);
  const { 'per-certificate': found, failures } = JSON.parse(readFileSync(json, 'utf8'));
  expect(failures).toEqual([]);
  const scenarios = found.scenarios as Scenario[];
  expect(scenarios.map(({ title }) => title)).toEqual(['one name', 'apex + wildcard', 'ten names, two zones']);
  for (const { calls, floor, stateTransitions, billedMilliseconds } of scenarios) {
    for (const [action, times] of Object.entries(floor)) expect(calls[action]).toBeGreaterThanOrEqual(times);
    expect(stateTransitions).toBeGreaterThan(0);
    expect(billedMilliseconds).toBeGreaterThan(0);
  }
});

it.each([
  [['--only', 'everything'], /--only everything is not one of per-certificate, delay, bulk, start, peers/],
  [['--fast'], /--fast/],
])('refuses %j, shows the usage, and exits with 2', async (args, why) => {
  const bench = run('../bench/bench.ts', ...args);
  expect(await bench.exitStatus).toBe(2);
  expect(bench.output()).toMatch(why);
  expect(bench.output()).toMatch(/npm run bench -- \[--only/);
});
