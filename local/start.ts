/*
 * `npm start`: the main job, from one event to a verified HTTPS answer, with the packaged service on a local cloud.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageService } from '../scripts/package-service';
import { startCloud, type Cloud } from './cloud';
import { FAULTS } from './demo/faults';
import { askOverHttps } from './demo/https-request';
import { coloured, narrate } from './demo/narrator';
import { quietSdk } from './demo/quiet-sdk';
import { firstExecution, requestDomain } from './demo/secure-a-domain';
import { seedCloud, type Seed } from './seed';

const USAGE = `npm start -- [--domain NAME] [--san NAME]... [--key-algorithm RSA_2048|EC_prime256v1|EC_secp384r1]
             [--keep] [--fault ${Object.keys(FAULTS).join('|')}]

  --domain         the domain to secure; app.example.test by default
  --san            another name for the certificate, repeatable; *.DOMAIN by default
  --key-algorithm  the certificate's key; RSA_2048 by default
  --keep           stay up afterwards, so that curl, openssl and the AWS CLI can look
  --fault          put a fault in the way and watch it being told; exits with 1`;

const DAY = 86_400_000;

async function main(): Promise<number> {
  quietSdk();
  const options = readOptions();
  const zoneName = options.domain.split('.').slice(-2).join('.');
  const print = console.log;
  print(coloured('bold', '\nOne event becomes HTTPS: the packaged service on a local cloud\n'));

  const packageFolder = await step('service packaged', () => Promise.resolve(packageService()));
  const cloud = await step('local cloud up', () => startCloud());
  const seed = await step(`zone ${zoneName}, load balancer web, a web server behind it`, () =>
    seedCloud(cloud, { zoneName }),
  );
  try {
    const { outputs } = await step('service deployed', () =>
      cloud.deploy(packageFolder, {
        AllowedZones: seed.hostedZoneId,
        AllowedDomains: zoneName,
        AllowedLoadBalancers: 'web',
        DefaultLoadBalancer: 'web',
      }),
    );
    const fault = options.fault && FAULTS[options.fault];
    if (fault) {
      const stage = { cloud, seed, zoneName };
      await step(`fault: ${fault.story}`, () => fault.set(stage));
      cloud.stepFunctions.onTransition(({ type, state }) => {
        if (type === 'entered') fault.onEntered?.(state, stage);
      });
    }

    print(`\nDomain Requested: ${[options.domain, ...options.san].join(', ')}\n`);
    const requestedAt = cloud.clock.now();
    narrate(cloud.stepFunctions, () => requestedAt, print);
    await requestDomain(cloud, String(outputs['BusName']), {
      domainName: options.domain,
      alternativeNames: options.san,
      keyAlgorithm: options.keyAlgorithm,
    });
    const execution = await firstExecution(cloud);
    const secured = execution.status === 'SUCCEEDED' && (await showAnswer(cloud, seed, options.domain.replace('*', 'any')));
    if (execution.status !== 'SUCCEEDED') showFailure(cloud, String(outputs['FailuresTopicArn']), execution.error);
    if (options.keep) await stay(cloud);
    return secured ? 0 : 1;
  } finally {
    await seed.close();
    await cloud.close();
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      domain: { type: 'string', default: 'app.example.test' },
      san: { type: 'string', multiple: true },
      'key-algorithm': { type: 'string' },
      keep: { type: 'boolean', default: false },
      fault: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const { fault } = values;
  if (fault !== undefined && !isFault(fault)) {
    throw new TypeError(`--fault ${fault} is not one of ${Object.keys(FAULTS).join(', ')}`);
  }
  return {
    domain: values.domain,
    san: values.san ?? [`*.${values.domain}`],
    keyAlgorithm: values['key-algorithm'],
    keep: values.keep,
    fault,
  };
}

const isFault = (name: string): name is keyof typeof FAULTS => name in FAULTS;

async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  const seconds = coloured('dim', `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  console.log(`  ${coloured('green', '✔')} ${what} ${seconds}`);
  return result;
}

async function showAnswer(cloud: Cloud, seed: Seed, domainName: string): Promise<boolean> {
  const { rootPem } = cloud.authority;
  const answer = await askOverHttps({ domainName, port: seed.httpsPort, rootPem });
  const days = Math.floor((answer.notAfter.getTime() - cloud.clock.now()) / DAY);
  const caFile = join(mkdtempSync(join(tmpdir(), 'acm-autopilot-')), 'root.pem');
  writeFileSync(caFile, rootPem);
  const isGood = answer.status === 200;
  console.log(`
https://${domainName}/ through the load balancer, chain and host name verified against the local CA

  ${isGood ? coloured('green', `HTTP ${answer.status}`) : coloured('red', `HTTP ${answer.status}`)}  ${answer.body.trim()}
  protocol     ${answer.tlsVersion}, ${answer.cipher}
  certificate  CN=${answer.subject}, issued by ${answer.issuer}
  names        ${answer.names}
  valid        ${answer.notBefore.toISOString().slice(0, 10)} to ${answer.notAfter.toISOString().slice(0, 10)}, ${days} days left

Try it yourself (with --keep, while the cloud is up):

  curl --cacert ${caFile} --resolve ${domainName}:${seed.httpsPort}:127.0.0.1 https://${domainName}:${seed.httpsPort}/
`);
  return isGood;
}

function showFailure(cloud: Cloud, topicArn: string, error = ''): void {
  const [message] = cloud.sns.published(topicArn);
  console.log(`\n${coloured('red', `The execution failed: ${error}`)}. The message that SNS sent:\n`);
  console.log(`  Subject: ${message?.subject ?? '(none was sent)'}\n`);
  for (const line of (message?.message ?? '').split('\n')) console.log(`  ${line}`);
}

function stay(cloud: Cloud): Promise<void> {
  console.log(`The cloud stays up on ${cloud.endpoint}; Ctrl-C stops it.`);
  return new Promise((resolve) => process.once('SIGINT', () => resolve()));
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 2;
  },
);
