/*
 * `npm run local`: the local cloud stays up, seeded and with the service deployed, for any client to try.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dirname } from 'node:path';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { curlLine, exportLine, writeCaFile } from 'local-aws/clients';
import { nameOfFault, parseFaultPlan, type FaultPlan } from 'local-aws/faults/fault-plan';
import { listening } from 'local-aws/port-in-use';
import { seedCloud } from 'local-aws/seed';
import { packageService } from '../scripts/package-service';
import { coloured } from '../terminal/console';
import { LONGEST_STATE } from '../terminal/step-line';
import { workflowOf } from '../terminal/console';
import { narrate } from './narrate';
import { servePage, type PageServer } from './page-server';
import { runCommand, stopSignal, UsageError } from './run-command';

const USAGE = `npm run local -- [--port 4566] [--dns-port 4553] [--http-port 4580] [--https-port 4543] [--page-port 4590]
               [--faults plan.json]

  The ports shown are the defaults; 0 picks any free one.

  --port        the AWS endpoint
  --dns-port    the DNS server, UDP and TCP
  --http-port   the load balancer's HTTP:80
  --https-port  the load balancer's HTTPS:443, once the service has created that listener
  --page-port   the inventory page
  --faults      a fault plan: what goes wrong, and when (packages/local-aws/README.md, "Fault plans")`;

const ZONE = 'example.test';

runCommand(USAGE, async () => {
  const { ports, faults } = readOptions();
  console.log('Packaging the service…');
  const packageFolder = packageService();
  const cloud = await startCloud({ port: ports.port, dnsPort: ports['dns-port'], faults });
  let ready: Ready | undefined;
  try {
    ready = await makeReady(cloud, packageFolder, ports);
    await ready.stopped;
    console.log(coloured('dim', '\nStopping…'));
    return 0;
  } finally {
    ready?.forgetEndpoint();
    ready?.page.close();
    await cloud.close();
  }
});

/** What has to be cleaned up at the end. */
interface Ready {
  readonly page: PageServer;
  readonly forgetEndpoint: () => void;
  /** A caller that sees READY may stop it at once. */
  readonly stopped: Promise<number>;
}

/** Seeds the cloud, deploys the service, and prints how to use both. */
async function makeReady(
  cloud: Cloud,
  packageFolder: string,
  ports: ReturnType<typeof readOptions>['ports'],
): Promise<Ready> {
  const seed = await seedCloud(cloud, {
    zoneName: ZONE,
    httpPort: ports['http-port'],
    httpsPort: ports['https-port'],
  });
  console.log('Deploying it…');
  const { outputs } = await cloud.deploy(packageFolder, {
    AllowedZones: seed.hostedZoneId,
    AllowedDomains: ZONE,
    AllowedLoadBalancers: 'web',
    MayReplaceRecords: ZONE,
    DefaultLoadBalancer: 'web',
  });
  const bucket = outputs['InventoryBucketName'] ?? '';
  const served = servePage(cloud, bucket, outputs['InventoryPageKey'] ?? '', ports['page-port']);
  const page = await listening('the inventory page', ports['page-port'], served);
  const caFile = writeCaFile('.local/ca.pem', cloud);
  const forgetEndpoint = writeEndpointFile(cloud, seed.httpsPort);
  const executionOf = (executionArn: string) =>
    cloud.stepFunctions.executions().find(({ arn }) => arn === executionArn);
  narrate(
    cloud.stepFunctions,
    (executionArn) => executionOf(executionArn)?.startedAt ?? 0,
    console.log,
    (executionArn) => coloured('bold', subjectOf(executionArn, executionOf(executionArn)?.input ?? '{}')),
    LONGEST_STATE,
  );
  cloud.faults.onStruck(({ fault, what }) => console.log(coloured('yellow', `  ⚡ ${nameOfFault(fault)}: ${what}`)));

  const detail = JSON.stringify({ domainName: `app.${ZONE}`, alternativeNames: [`*.app.${ZONE}`] });
  const entry = { EventBusName: outputs['BusName'], Source: 'me', DetailType: 'Domain Requested', Detail: detail };
  const sweep = { ...entry, DetailType: 'Sweep Requested', Detail: '{}' };
  const stopped = stopSignal();
  console.log(`
READY endpoint=${cloud.endpoint} dns=127.0.0.1:${cloud.dnsPort} http=127.0.0.1:${seed.httpPort} https=127.0.0.1:${seed.httpsPort} ca=${caFile}

For the AWS CLI, and anything else built on an AWS SDK:

  ${exportLine(cloud)}

(Version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for sqs: use aws --endpoint-url ${cloud.endpoint} sqs … there. It also signs S3
links the old way: run aws configure set default.s3.signature_version s3v4 first, or use npx acm-autopilot page --local.)

Request a domain and check the result:

  npx acm-autopilot request app.${ZONE} --san '*.app.${ZONE}' --wait --local
  aws events put-events --entries '${JSON.stringify([entry])}'
  aws stepfunctions list-executions --state-machine-arn ${String(outputs['SecureDomainArn'])}
  dig @127.0.0.1 -p ${cloud.dnsPort} app.${ZONE}
  ${curlLine(`app.${ZONE}`, seed.httpsPort, caFile)}

Run a sweep, and see every certificate on the inventory page, ${page.url}

  npx acm-autopilot sweep --wait --local
  npx acm-autopilot page --local
  aws events put-events --entries '${JSON.stringify([sweep])}'
  aws s3 presign s3://${bucket}/${String(outputs['InventoryPageKey'])}

Ctrl-C stops it. Each step of a workflow is shown as it happens:
`);
  return { page, forgetEndpoint, stopped };
}

/** The workflow of an execution and its domain or certificate. */
function subjectOf(executionArn: string, input: string): string {
  const { detail = {}, certificateArn = '' } = JSON.parse(input) as {
    detail?: { domainName?: string; certificateArn?: string };
    certificateArn?: string;
  };
  return `${workflowOf(executionArn)} ${detail.domainName ?? detail.certificateArn ?? certificateArn}`.trim();
}

function readOptions() {
  const port = (byDefault: number) => ({ type: 'string', default: String(byDefault) }) as const;
  const { values } = parseArgs({
    options: {
      port: port(4566),
      'dns-port': port(4553),
      'http-port': port(4580),
      'https-port': port(4543),
      'page-port': port(4590),
      faults: { type: 'string' },
    },
  });
  const number = (name: Exclude<keyof typeof values, 'faults'>) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
    throw new UsageError(`--${name} ${values[name]} is not a port: use 0 to 65535; 0 picks any free one`);
  };
  const ports = {
    port: number('port'),
    'dns-port': number('dns-port'),
    'http-port': number('http-port'),
    'https-port': number('https-port'),
    'page-port': number('page-port'),
  };
  return { ports, faults: values.faults === undefined ? undefined : readFaults(values.faults) };
}

function readFaults(file: string): FaultPlan {
  try {
    return parseFaultPlan(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--faults ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where a running cloud publishes its addresses, for commands in other terminals. */
const FILE = '.local/endpoint.json';

/**
 * Writes a cloud's addresses to a file in the working directory.
 *
 * @returns a function that removes the file, unless another cloud has replaced it
 */
function writeEndpointFile({ endpoint, region, dnsPort }: Cloud, httpsPort: number): () => void {
  const written = `${JSON.stringify({ endpoint, region, dnsPort, httpsPort }, null, 2)}\n`;
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, written);
  return () => {
    if (readFileSync(FILE, 'utf8') === written) rmSync(FILE);
  };
}
