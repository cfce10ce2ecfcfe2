import { spawn, type ChildProcess } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from '../src/clients';

const BIN = join(__dirname, '..', 'bin', 'local-aws.mjs');
const ANY_PORTS = ['--port', '0', '--dns-port', '0'];

const running = new Set<ChildProcess>();
afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

/** Runs the bin in a process of its own; `says` resolves when its output matches, and rejects when it ends before. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  void ended.then(() => running.delete(child));
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const read = (chunk: Buffer | string) => {
        output += chunk.toString();
        const found = pattern.exec(output);
        if (found) resolve(found);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void ended.then(() => reject(new Error(`it ended without ${String(pattern)}:\n${output}`)));
    });
  return { says, ended, stop: () => child.kill('SIGTERM') };
}

describe('a cloud', () => {
  const command = run(...ANY_PORTS, '--zone', 'example.test');
  let endpoint = '';
  let dnsPort = '';
  let ca = '';
  beforeAll(async () => {
    [, endpoint = '', dnsPort = '', ca = ''] = await command.says(
      /READY endpoint=(\S+) dns=127\.0\.0\.1:(\d+) ca=(\S+)[^]*export AWS_ENDPOINT_URL=\1 AWS_REGION=eu-west-1 /,
    );
  });
  afterAll(async () => {
    command.stop();
    expect(await command.ended).toBe(143);
  });

  it('answers at its endpoint, and has only the requested zone', async () => {
    const route53 = new Route53Client(clientOptions({ endpoint, region: 'eu-west-1' }));
    const { HostedZones } = await route53.send(new ListHostedZonesCommand({}));
    route53.destroy();
    expect(HostedZones?.map(({ Name }) => Name)).toEqual(['example.test.']);
  });

  it('answers DNS queries', async () => {
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${dnsPort}`]);
    expect(await resolver.resolveNs('example.test')).toHaveLength(4);
  });

  it('writes the root certificate of its authority', () => {
    expect(readFileSync(ca, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('keeps its port: another cloud refuses it', async () => {
    const second = run('--port', new URL(endpoint).port, '--dns-port', '0');
    await second.says(/Port \d+ on 127\.0\.0\.1 is in use/);
    expect(await second.ended).toBe(2);
  });
});

it('prints its options', async () => {
  const command = run('--help');
  await command.says(/local-aws \[--port 4566\][^]*--faults/);
  expect(await command.ended).toBe(0);
});

describe('refuses, with its usage and exit status 2,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plans-'));
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, '{ "faults": [{ "at": "call", "fault": "tired" }] }');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string, string[], RegExp]>([
    ['what is no port', ['--port', 'web'], /--port web is not a port/],
    ['an unknown option', ['--ports', '1'], /Unknown option '--ports'/],
    ['a fault plan that does not exist', ['--faults', 'none.json'], /--faults none\.json: ENOENT/],
    [
      'an invalid fault plan',
      ['--faults', plan],
      /--faults .*plan\.json: The fault plan is not valid:[^]*at faults\[0\]\.fault/,
    ],
  ])('%s', async (_what, args, why) => {
    const command = run(...ANY_PORTS.slice(2), ...args);
    await command.says(new RegExp(`${why.source}[^]*local-aws \\[--port`));
    expect(await command.ended).toBe(2);
  });
});
