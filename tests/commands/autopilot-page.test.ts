import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ENTRY, startAutopilot, type Autopilot } from './autopilot';
import { runProgram } from './command';

jest.setTimeout(120_000);

const MINUTE = 60_000;

let autopilot: Autopilot;
beforeAll(async () => (autopilot = await startAutopilot()));
afterAll(() => autopilot.close());

it('says what to do when no sweep has written the page yet', async () => {
  const { status, output } = await autopilot.type('page');
  expect(status).toBe(1);
  expect(output).toMatch(
    /No sweep has written the inventory page yet[\s\S]*What to do: .*autopilot sweep --wait --local/,
  );
});

it('gives a link that shows the page without credentials, and ends after its minutes', async () => {
  expect((await autopilot.type('sweep', '--wait')).status).toBe(0);
  const before = Date.now();
  autopilot.cloud.clearCalls();
  const { status, document } = await autopilot.json('page', '--minutes', '90');
  expect(status).toBe(0);
  expect(Object.keys(document).sort()).toEqual(['expiresAt', 'url', 'writtenAt']);
  const operations = autopilot.cloud.calls.map(({ service, operation }) => `${service}:${operation}`);
  expect(operations).toEqual(['cloudformation:DescribeStacks', 's3:HeadObject']);
  expect(Date.parse(document.writtenAt)).toBeLessThanOrEqual(autopilot.cloud.clock.now());
  expect(Date.parse(document.expiresAt)).toBeGreaterThanOrEqual(before + 90 * MINUTE);

  const read = await fetch(document.url);
  expect(read.status).toBe(200);
  expect(read.headers.get('content-type')).toMatch(/text\/html/);
  expect(await read.text()).toMatch(/<html/);

  await autopilot.cloud.clock.advance(89 * MINUTE);
  expect((await fetch(document.url)).status).toBe(200);
  await autopilot.cloud.clock.advance(2 * MINUTE);
  expect((await fetch(document.url)).status).toBe(403);
});

it('says when the page was written and when the link expires', async () => {
  const { status, output } = await autopilot.type('page');
  expect(status).toBe(0);
  expect(output).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\S+inventory\.html\?\S+X-Amz-Expires=3600\S*$/m);
  expect(output).toMatch(/Written \d{4}-\d\d-\d\d \d\d:\d\d UTC\. The link expires \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m);
});

// The opener of Linux, in the place where the command looks for it.
const itWithXdgOpen = process.platform === 'linux' ? it : it.skip;

/** Types `page --open` where `xdg-open` is this script, or nothing. */
async function open(script?: string) {
  const folder = join(autopilot.folder, script === undefined ? 'without' : 'with');
  mkdirSync(folder, { recursive: true });
  if (script !== undefined) {
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'xdg-open'), 0o755);
  }
  const PATH = script === undefined ? folder : [folder, dirname(process.execPath), '/bin', '/usr/bin'].join(delimiter);
  const AUTOPILOT_LOCAL = join(autopilot.folder, '.local', 'endpoint.json');
  const env = { PATH, HOME: autopilot.folder, AUTOPILOT_LOCAL };
  const command = runProgram(process.execPath, [ENTRY, 'page', '--open', '--local'], autopilot.folder, env);
  return { status: await command.exitStatus, output: command.output() };
}

itWithXdgOpen('--open opens the link in the browser', async () => {
  const opened = join(autopilot.folder, 'opened');
  const { status, output } = await open(`printf %s "$1" > '${opened}'`);
  expect(status).toBe(0);
  expect(output).toMatch(/Opened in your browser\./);
  const [, printed] = /^(http\S+)$/m.exec(output) ?? [];
  expect(readFileSync(opened, 'utf8')).toBe(printed);
});

itWithXdgOpen.each([
  ['nothing opens links here', undefined, /ENOENT/],
  ['the opener fails', 'exit 3', /xdg-open ended with 3/],
])('prints the link also where %s', async (_, script, why) => {
  const { status, output } = await open(script);
  expect(status).toBe(0);
  expect(output).toMatch(/^http\S+X-Amz-Signature=\S+$/m);
  expect(output).toMatch(/Could not open it \(.*\): open it yourself\./);
  expect(output).toMatch(why);
});
