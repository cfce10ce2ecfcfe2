/*
 * `npm run local`: the local cloud stays up, seeded and with the service deployed, for any client to try.
 */
import { parseArgs } from 'node:util';
import { packageService } from '../scripts/package-service';
import { coloured } from '../terminal/coloured';
import { startCloud, type Cloud } from './cloud';
import { writeEndpointFile } from './demo/endpoint-file';
import { curlLine, exportLine, writeCaFile } from './demo/lines-to-paste';
import { narrate } from './demo/narrator';
import { runCommand, stopSignal, UsageError } from './demo/run-command';
import { seedCloud } from './seed';

const USAGE = `npm run local -- [--port 4566] [--dns-port 4553] [--http-port 4580] [--https-port 4543]

  --port        the AWS endpoint
  --dns-port    the DNS server, UDP and TCP
  --http-port   the load balancer's HTTP:80
  --https-port  the load balancer's HTTPS:443, once the service has created that listener`;

const ZONE = 'example.test';

runCommand(USAGE, async () => {
  const ports = readPorts();
  console.log('Packaging the service…');
  const packageFolder = packageService();
  const cloud = await startCloud({ port: ports.port, dnsPort: ports['dns-port'] });
  try {
    const forget = await makeReady(cloud, packageFolder, ports);
    await stopSignal();
    console.log(coloured('dim', '\nStopping…'));
    forget();
    return 0;
  } finally {
    await cloud.close();
  }
});

/** Seeds the cloud, deploys the service, and says how to use both; gives what takes its traces away again. */
async function makeReady(
  cloud: Cloud,
  packageFolder: string,
  ports: ReturnType<typeof readPorts>,
): Promise<() => void> {
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
    DefaultLoadBalancer: 'web',
  });
  const caFile = writeCaFile('.local/ca.pem', cloud);
  const forget = writeEndpointFile(cloud, seed.httpsPort);
  narrate(
    cloud.stepFunctions,
    (executionArn) => cloud.stepFunctions.executions().find(({ arn }) => arn === executionArn)?.startedAt ?? 0,
    console.log,
  );

  const detail = JSON.stringify({ domainName: `app.${ZONE}`, alternativeNames: [`*.app.${ZONE}`] });
  const entry = { EventBusName: outputs['BusName'], Source: 'me', DetailType: 'Domain Requested', Detail: detail };
  console.log(`
READY endpoint=${cloud.endpoint} dns=127.0.0.1:${cloud.dnsPort} http=127.0.0.1:${seed.httpPort} https=127.0.0.1:${seed.httpsPort} ca=${caFile}

For the AWS CLI, and anything else built on an AWS SDK:

  ${exportLine(cloud)}

(Version 1 of the AWS CLI does not heed the first of these for sqs: say aws --endpoint-url ${cloud.endpoint} sqs … there.)

Ask for a domain, and look:

  npx autopilot request app.${ZONE} --wait --local
  aws events put-events --entries '${JSON.stringify([entry])}'
  aws stepfunctions list-executions --state-machine-arn ${String(outputs['SecureDomainArn'])}
  dig @127.0.0.1 -p ${cloud.dnsPort} app.${ZONE}
  ${curlLine(`app.${ZONE}`, seed.httpsPort, caFile)}

Ctrl-C stops it. Each step of a workflow is shown as it happens:
`);
  return forget;
}

function readPorts() {
  const port = (byDefault: number) => ({ type: 'string', default: String(byDefault) }) as const;
  const { values } = parseArgs({
    options: {
      port: port(4566),
      'dns-port': port(4553),
      'http-port': port(4580),
      'https-port': port(4543),
    },
  });
  const number = (name: 'port' | 'dns-port' | 'http-port' | 'https-port') => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
    throw new UsageError(`--${name} ${values[name]} is not a port: 0 to 65535, and 0 takes any free one`);
  };
  return {
    port: number('port'),
    'dns-port': number('dns-port'),
    'http-port': number('http-port'),
    'https-port': number('https-port'),
  };
}
