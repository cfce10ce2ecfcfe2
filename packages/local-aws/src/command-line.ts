/*
 * The bin `local-aws`: an empty cloud on 127.0.0.1 until Ctrl-C, for any client of AWS.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportLine, writeCaFile } from './clients';
import type { Cloud } from './cloud';
import { nameOfFault, parseFaultPlan, type FaultPlan } from './faults/fault-plan';
import { PortInUseError } from './port-in-use';

const USAGE = `local-aws [--port 4566] [--dns-port 4553] [--zone NAME]... [--faults plan.json]

  Starts an empty AWS on 127.0.0.1, which lives in memory until Ctrl-C.

  --port      the port of the AWS endpoint (default: 4566; 0 picks any free one)
  --dns-port  the port of the DNS server, UDP and TCP (default: 4553; 0 picks any free one)
  --zone      creates a public hosted zone that the DNS delegates to, for this domain (repeatable)
  --faults    a fault plan: what goes wrong, and when (see the README)
  --help      this text`;

/** An invalid option. */
class UsageError extends Error {}

async function main(): Promise<number> {
  const { help, zones, ...options } = readOptions();
  if (help) {
    console.log(USAGE);
    return 0;
  }
  // Only now: loading the AWS SDK takes a second.
  const [{ startCloud }, { createZone }] = await Promise.all([import('./cloud'), import('./seed')]);
  const cloud = await startCloud(options);
  try {
    for (const zone of zones) await createZone(cloud, zone);
    cloud.faults.onStruck(({ fault, what }) => console.log(`fault ${nameOfFault(fault)}: ${what}`));
    console.log(instructions(cloud, zones));
    return await stopSignal();
  } finally {
    await cloud.close();
  }
}

function instructions(cloud: Cloud, zones: readonly string[]): string {
  const ca = writeCaFile(join(tmpdir(), `local-aws-${new URL(cloud.endpoint).port}-ca.pem`), cloud);
  return `READY endpoint=${cloud.endpoint} dns=127.0.0.1:${cloud.dnsPort} ca=${ca}

For the AWS CLI and every AWS SDK:

  ${exportLine(cloud)}

For TLS clients of its load balancers: trust ${ca}
Public DNS: dig @127.0.0.1 -p ${cloud.dnsPort} ${zones[0] ?? 'example.test'} NS

Ctrl-C stops it.`;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      'dns-port': { type: 'string', default: '4553' },
      zone: { type: 'string', multiple: true, default: [] },
      faults: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = (name: 'port' | 'dns-port') => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
    throw new UsageError(`--${name} ${values[name]} is not a port: use 0 to 65535; 0 picks any free one`);
  };
  return {
    port: port('port'),
    dnsPort: port('dns-port'),
    zones: values.zone,
    faults: values.faults === undefined ? undefined : readFaults(values.faults),
    help: values.help,
  };
}

function readFaults(file: string): FaultPlan {
  try {
    return parseFaultPlan(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--faults ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Resolves at the first Ctrl-C or SIGTERM to its conventional exit status; a second one ends the process. */
function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
  });
}

const isUsage = (error: unknown) =>
  error instanceof UsageError ||
  error instanceof PortInUseError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'));

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(isUsage(error) ? `${message}\n\n${USAGE}` : message);
    process.exit(isUsage(error) ? 2 : 1);
  },
);
