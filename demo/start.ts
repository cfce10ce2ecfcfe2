/*
 * `npm start`: the main job, from one event to a verified HTTPS answer, with the packaged service on a local cloud.
 */
import { domainToASCII } from 'node:url';
import { parseArgs } from 'node:util';
import { isLeafKeyAlgorithm, LEAF_KEY_ALGORITHMS } from 'local-aws/acm/authority';
import { startCloud, type Cloud } from 'local-aws/cloud';
import { curlLine, exportLine, writeCaFile } from 'local-aws/clients';
import { seedCloud, type Seed } from 'local-aws/seed';
import type { ExecutionView } from 'local-aws/stepfunctions/stepfunctions';
import { packageService } from '../scripts/package-service';
import { coloured } from '../terminal/console';
import { FAULTS } from './faults';
import { requestOverHttps } from './https-request';
import { narrate } from './narrate';
import { runCommand, stopSignal, UsageError } from './run-command';
import { emit } from './emit';

const USAGE = `npm start -- [--domain NAME] [--san NAME]... [--key-algorithm ${LEAF_KEY_ALGORITHMS.join('|')}]
             [--keep] [--fault ${Object.keys(FAULTS).join('|')}]

  --domain         the domain to secure (default: app.example.test)
  --san            another name for the certificate (repeatable; default: *.DOMAIN)
  --key-algorithm  the certificate's key (default: RSA_2048)
  --keep           keep running afterwards, for curl, openssl and the AWS CLI
  --fault          inject a fault and show the message that people get; exits with 1`;

const DAY = 86_400_000;
const print = console.log;

runCommand(USAGE, async () => {
  const options = readOptions();
  print(coloured('bold', '\nOne event becomes HTTPS: the packaged service on a local cloud\n'));
  const packageFolder = await step('package the service', () => Promise.resolve(packageService()));
  const cloud = await step('start the local cloud', () => startCloud());
  const stopped = stopSignal();
  try {
    const status = await Promise.race([secureDomain(cloud, packageFolder, options), stopped]);
    if (options.keep) await stopped;
    return status;
  } finally {
    await cloud.close();
  }
});

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  const { values } = parseArgs({
    options: {
      domain: { type: 'string', default: 'app.example.test' },
      san: { type: 'string', multiple: true },
      'key-algorithm': { type: 'string', default: 'RSA_2048' },
      keep: { type: 'boolean', default: false },
      fault: { type: 'string' },
    },
  });
  const { domain, fault, keep, 'key-algorithm': keyAlgorithm } = values;
  // Normalized as in DNS: lower case, punycode, no trailing dot. The service receives what was typed.
  const domainName = domainToASCII(domain).replace(/\.$/, '');
  if (!/^[^.*]+(\.[^.]+)+$/.test(domainName)) {
    throw new UsageError(`--domain ${domain} is not a domain such as app.example.test`);
  }
  if (!isLeafKeyAlgorithm(keyAlgorithm)) {
    throw new UsageError(`--key-algorithm ${keyAlgorithm} is not one of ${LEAF_KEY_ALGORITHMS.join(', ')}`);
  }
  if (fault !== undefined && !isFault(fault)) {
    throw new UsageError(`--fault ${fault} is not one of ${Object.keys(FAULTS).join(', ')}`);
  }
  return {
    request: { domainName: domain, alternativeNames: values.san ?? [`*.${domain}`], keyAlgorithm },
    domainName,
    zoneName: domainName.split('.').slice(-2).join('.'),
    keep,
    fault: fault && FAULTS[fault],
  };
}

function isFault(name: string): name is keyof typeof FAULTS {
  return Object.hasOwn(FAULTS, name);
}

/** Secures the domain, printing each step; returns the exit status. */
async function secureDomain(cloud: Cloud, packageFolder: string, options: Options): Promise<number> {
  const { request, domainName, zoneName, fault } = options;
  const seed = await step(`create zone ${zoneName}, load balancer web and a web server behind it`, () =>
    seedCloud(cloud, { zoneName }),
  );
  const { outputs } = await step('deploy the service', () =>
    cloud.deploy(packageFolder, {
      AllowedZones: seed.hostedZoneId,
      AllowedDomains: zoneName,
      AllowedLoadBalancers: 'web',
      DefaultLoadBalancer: 'web',
    }),
  );
  if (fault) {
    const stage = { cloud, seed, zoneName };
    await step(`fault: ${fault.story}`, () => fault.set(stage));
    cloud.stepFunctions.onTransition(({ type, state }) => {
      if (type === 'entered') fault.onEntered?.(state, stage);
    });
  }

  print(`\nDomain Requested: ${[request.domainName, ...request.alternativeNames].join(', ')}\n`);
  const requestedAt = cloud.clock.now();
  narrate(cloud.stepFunctions, () => requestedAt, print);
  await emit({ cloud, bus: String(outputs['BusName']) }, 'Domain Requested', request);
  const { arn, status, error } = await firstExecution(cloud);
  const isSecured = status === 'SUCCEEDED' && (await showAnswer(cloud, seed, domainName));
  if (status !== 'SUCCEEDED') showFailure(cloud, String(outputs['NotificationsTopicArn']), arn, error);
  if (fault) print(`${coloured('dim', 'The same request without --fault succeeds.')}\n`);
  if (options.keep) {
    const curl = curlLine(domainName, seed.httpsPort, writeCaFile('.local/start-ca.pem', cloud));
    print(`The cloud keeps running until Ctrl-C.\n\n  ${curl}\n\nFor the AWS CLI:\n\n  ${exportLine(cloud)}\n`);
  } else if (isSecured)
    print(
      'See for yourself: npm start -- --keep. For a cloud that keeps running, with the command line: npm run local.\n',
    );
  return isSecured ? 0 : 1;
}

/** Runs a step and prints its duration; a terminal shows it while it is in progress. */
async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`${`  … ${what}`.slice(0, (process.stdout.columns || 80) - 1)}\r`);
  const result = await work();
  const seconds = coloured('dim', `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  print(`  ${coloured('green', '✔')} ${what} ${seconds}`);
  return result;
}

async function showAnswer(cloud: Cloud, { httpsPort }: Seed, domainName: string): Promise<boolean> {
  const answer = await requestOverHttps({ domainName, port: httpsPort, rootPem: cloud.authority.rootPem });
  const days = Math.floor((answer.notAfter.getTime() - cloud.clock.now()) / DAY);
  const isGood = answer.status === 200;
  print(`
https://${domainName}/ through the load balancer, chain and host name verified against the local CA

  ${coloured(isGood ? 'green' : 'red', `HTTP ${answer.status}`)}     ${answer.body.trim()}
  protocol     ${answer.tlsVersion}, ${answer.cipher}
  certificate  CN=${answer.subject}, issued by ${answer.issuer}
  names        ${answer.names}
  valid        ${answer.notBefore.toISOString().slice(0, 10)} to ${answer.notAfter.toISOString().slice(0, 10)}, ${days} days left
`);
  return isGood;
}

function showFailure(cloud: Cloud, topicArn: string, executionArn: string, error = ''): void {
  const message = cloud.sns.published(topicArn).find(({ message: text }) => text.includes(executionArn));
  print(`\n${coloured('red', `The execution failed: ${error}`)}. The message that SNS sent:\n`);
  print(`  Subject: ${message?.subject ?? '(none was sent)'}\n`);
  print((message?.message ?? '').replace(/^(?=.)/gm, '  '));
}

/** Waits until the first execution of a cloud has ended, however it ended. */
function firstExecution({ stepFunctions }: Cloud): Promise<ExecutionView> {
  return new Promise((resolve) => {
    const poll = setInterval(() => {
      const [execution] = stepFunctions.executions();
      if (execution === undefined || execution.status === 'RUNNING') return;
      clearInterval(poll);
      resolve(execution);
    }, 50);
  });
}
