import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import { autopilotHere, ENTRY } from './autopilot';
import { ROOT, runProgram } from './command';

jest.setTimeout(60_000);

const COMMANDS = ['check', 'request', 'status', 'list', 'remove', 'sweep', 'bulk', 'page', 'redrive', 'doctor'];
const folder = mkdtempSync(join(tmpdir(), 'autopilot-'));

afterAll(() => rmSync(folder, { recursive: true }));

const typed = async (...args: string[]) => {
  const { status, output } = await autopilotHere(folder, ...args);
  return { status, output };
};

it('is run by npx in a checkout', async () => {
  const npx = runProgram('npx', ['acm-autopilot', '--help'], ROOT);
  expect(await npx.exitStatus).toBe(0);
  expect(npx.output()).toMatch(/npx acm-autopilot <command>/);
});

it('names every command, with what it does', async () => {
  const { status, output } = await typed('--help');
  expect(status).toBe(0);
  for (const command of COMMANDS) expect(output).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
});

it.each(COMMANDS)('%s --help shows its usage with an example', async (command) => {
  const { status, output } = await typed(command, '--help');
  expect(status).toBe(0);
  expect(output).toMatch(new RegExp(`^npx acm-autopilot ${command}`));
  expect(output).toMatch(new RegExp(`Example:\\s+npx acm-autopilot ${command}`));
  expect(output).toMatch(
    /\nCommon options: --stage, --region, --profile, --local, --json; see npx acm-autopilot --help\n+$/,
  );
});

it.each(COMMANDS)('help %s is %s --help', async (command) => {
  expect(await typed('help', command)).toEqual(await typed(command, '--help'));
});

it('--version prints the version of the package', async () => {
  expect(await typed('--version')).toEqual({ status: 0, output: `${version}\n` });
});

it('loads the clients of AWS when a command needs them, and none to show a usage', () => {
  const count = 'Object.keys(m.default._cache).filter((file) => file.includes("@aws-sdk")).length';
  const hook = `data:text/javascript,import * as m from "node:module";process.on("exit",()=>console.error("AWS",${count}))`;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  };
  const loadedBy = (...args: string[]) => {
    const { stderr } = spawnSync(process.execPath, ['--import', hook, ENTRY, ...args], { cwd: folder, env });
    return Number(/AWS (\d+)/.exec(stderr.toString())?.[1]);
  };
  expect(loadedBy('list')).toBeGreaterThan(0);
  expect(COMMANDS.filter((command) => loadedBy(command, '--help') > 0)).toEqual([]);
});

it.each([
  [['renew'], /There is no command renew\.\n\nSee npx acm-autopilot --help\n$/],
  [['help', 'renew'], /There is no command renew\.\n\nSee npx acm-autopilot --help\n$/],
  [['--stage', 'dev', 'list'], /The command comes first: npx acm-autopilot list --stage dev\n/],
  [['check'], /Which domain\? npx acm-autopilot check <domain>\n/],
  [['remove'], /Which domain or certificate ARN\? npx acm-autopilot remove <domain or certificate ARN>\n/],
  [['bulk'], /Which file\? npx acm-autopilot bulk <file>\n/],
  [['check', 'a.example.test', 'b.example.test'], /^Unexpected argument: b\.example\.test\n/],
  [['check', 'a.example.test', '--colour'], /^Unknown option: --colour\n/],
  [['list', '--expiring'], /^--expiring needs a value\n/],
  [['list', '--expiring', '--unmanaged'], /^--expiring needs a value\n/],
  [['list', '--unmanaged=yes'], /^--unmanaged takes no value\n/],
  [['check', ''], /^the domain is empty\n/],
  [['check', 'localhost'], /^the domain: "localhost": needs at least two labels/],
  [['remove', 'localhost', '--yes'], /^the domain: "localhost": needs at least two labels/],
  [['remove', 'arn:aws:acm:x', '--yes'], /^the ARN is not the ARN of a certificate/],
  [
    ['check', 'https://app.example.com/'],
    /^"https:\/\/app\.example\.com\/" is a URL: give only the name, app\.example\.com\n/,
  ],
  [['status', 'http://app.example.com'], /is a URL: give only the name, app\.example\.com\n/],
  [['remove', 'https://app.example.com:443', '--yes'], /is a URL: give only the name, app\.example\.com\n/],
  [['check', 'app.example.com/path'], /^"app\.example\.com\/path" is a URL: give only the name, app\.example\.com\n/],
  [['request', 'app.example.com:443'], /is a URL: give only the name, app\.example\.com\n/],
  [['check', '/path'], /^"\/path" is a URL: give only the name\n/],
  [['check', 'a.example.test', '--zone', 'example.test'], /^--zone is not the id of a hosted zone/],
  [['check', 'a.example.test', '--san', 'b c'], /^--san: "b c": has a character/],
  [['check', 'a.example.test', '--target-group', 'web'], /^--target-group is not the ARN of a targetgroup/],
  [['check', 'a.example.test', '--default-action', '503'], /^--default-action is not "404"/],
  [
    ['check', 'a.example.test', '--default-action', '404', '--redirect'],
    /^--redirect: would lead to target\.defaultAction/,
  ],
  [['check', 'a.example.test', '--target', ''], /^--target is empty\n/],
  [
    ['request', 'a.example.test', '--key-algorithm', 'RSA_512'],
    /^--key-algorithm is not one of RSA_2048, EC_prime256v1, EC_secp384r1\n/,
  ],
  [['request', 'a.example.test', '--tag', 'team'], /--tag team is not KEY=VALUE/],
  [['request', 'a.example.test', '--tag', 'team=a#b'], /^--tag team is not a valid tag value/],
  [['status', 'not a domain'], /"not a domain"/],
  [['list', '--expiring', 'soon'], /--expiring soon is not a number of days/],
  [['list', '--verdict', 'fine'], /--verdict fine is not one of gone, not-managed/],
  [['remove', 'a.example.test'], /^Refusing to remove without confirmation; pass --yes\.\n/],
  [['list', '--stage', 'a b'], /^--stage "a b" is not a valid stage name: use letters, digits and hyphens only\n/],
  [['list', '--region', 'x y'], /^--region "x y" is not a valid Region name, such as eu-west-1\n/],
  [['list', '--local', '--region', 'eu-west-1'], /^--local and --region cannot be combined/],
  [['list', '--local', '--profile', 'web'], /^--local and --profile cannot be combined/],
  [['page', '--minutes', '10081'], /--minutes 10081 is not a number between 1 and 10080/],
  [['page', '--minutes', '1h'], /--minutes 1h is not a number/],
  [['bulk', 'nowhere.csv'], /nowhere\.csv cannot be read/],
])('%j is wrong usage: it says why, where the usage is, and exits with 2', async (args, why) => {
  const { status, output } = await typed(...args);
  expect(output).toMatch(why);
  expect(output).toMatch(/\n\nSee npx acm-autopilot ([a-z]+ )?--help\n$/);
  expect(status).toBe(2);
});

it('shows the usage when no command is given', async () => {
  const { status, output } = await typed();
  expect(status).toBe(2);
  expect(output).toMatch(/npx acm-autopilot <command>/);
});

it.each([[['check', '--json']], [['list', '--nosuch', '--json']], [['renew', '--json']]])(
  '%j tells scripts of wrong usage in a document',
  async (args) => {
    const { status, answer } = await autopilotHere(folder, ...args);
    expect(status).toBe(2);
    expect(JSON.parse(answer)).toEqual({ error: 'UsageError', message: expect.any(String) });
  },
);

it('says how to start a local cloud when --local finds none', async () => {
  const { status, output } = await typed('list', '--local');
  expect(status).toBe(1);
  expect(output).toMatch(
    /^No local cloud is running\.\n\nWhat to do: Start one in a checkout \(npm run local\) and wait for its READY line; AUTOPILOT_LOCAL can name its \.local\/endpoint\.json\.\n$/,
  );
});

it.each([
  ['a Region', { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, /What to do: .*--region/],
  ['credentials', { AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' }, /What to do: .*--profile/],
])('says what to do without %s', async (_, environment, what) => {
  const env = { PATH: process.env['PATH'], HOME: folder, ...environment };
  const command = runProgram(process.execPath, [ENTRY, 'list'], folder, env);
  expect(await command.exitStatus).toBe(1);
  expect(command.output()).toMatch(what);
});
