import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud, type Cloud, type CloudOptions } from 'local-aws/cloud';
import { writeCaFile } from 'local-aws/clients';
import { seedCloud, type Seed } from 'local-aws/seed';
import { startBenchCloud } from './bench-cloud';
import { createMeter } from './meter';
import type { PartResult, Progress } from './part';
import { installPeers } from './peers/install-peers';
import { startResponseServer } from './peers/response-server';
import { runPeer } from './peers/run-peer';
import { PRICES } from './prices';
import { table } from './table';

/** How one way to a certificate went. */
interface PeerResult {
  readonly name: string;
  readonly calls: Readonly<Record<string, number>>;
  /** Undefined for what runs on the developer's machine. */
  readonly billedMilliseconds: number | undefined;
  readonly gigabyteSeconds: number | undefined;
  /** From ACM's issuance until it knows of it, or until a handshake shows it; undefined when it ended before. */
  readonly delaySeconds: number | undefined;
  readonly attaches: boolean;
}

const DOMAIN = 'peer.example.test';
/** What CDK's construct gives its function: the default of Lambda. */
const CDK_MEGABYTES = 128;

/** The same certificate by this service and by its peers, unmodified, each on a local cloud of its own at the pace of real time. */
export async function peers(progress: Progress): Promise<PartResult> {
  const folder = join(__dirname, '..', '.local', 'peers');
  progress('installing aws-cdk-lib and serverless-certificate-creator into .local/peers');
  const nodePath = join(installPeers(folder), 'node_modules');
  const results: PeerResult[] = [];
  const failures: string[] = [];
  for (const [name, run] of Object.entries({ 'ACM Autopilot': ours, [CDK]: cdk, [PLUGIN]: plugin })) {
    progress(`${name}, at the pace of real time`);
    try {
      results.push({ name, ...(await run(nodePath)) });
    } catch (error) {
      failures.push(`${name}: ${String(error)}`);
    }
  }
  return { text: report(results), data: results, failures };
}

const CDK = 'CDK DnsValidatedCertificate';
const PLUGIN = 'serverless-certificate-creator';

/** CDK's handler asks ACM for the certificate at once, and gives up when ACM does not show it yet: here ACM always does. */
const OPTIONS: CloudOptions = { acm: { timings: { visible: 0 } } };

async function ours(): Promise<Omit<PeerResult, 'name'>> {
  const bench = await startBenchCloud(OPTIONS);
  const meter = createMeter(bench.cloud);
  try {
    await bench.request([{ domainName: DOMAIN }]);
    const verified = new Promise<number>((resolve) =>
      bench.cloud.stepFunctions.onTransition(({ type, state, at }) => {
        if (type === 'exited' && state === 'VerifyHttps') resolve(at);
      }),
    );
    const verifiedAt = await verified;
    await bench.settle();
    const { calls, billedMilliseconds, gigabyteSeconds } = meter.read();
    return { calls, billedMilliseconds, gigabyteSeconds, ...delayUntil(verifiedAt, bench.cloud), attaches: true };
  } finally {
    meter.close();
    await bench.close();
  }
}

async function cdk(nodePath: string): Promise<Omit<PeerResult, 'name'>> {
  return onCloud(async (cloud, seed, read) => {
    const server = await startResponseServer(cloud.authority);
    const caFolder = mkdtempSync(join(tmpdir(), 'bench-peers-'));
    try {
      const event = {
        RequestType: 'Create',
        ResponseURL: server.url,
        StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/bench/1',
        RequestId: 'bench',
        LogicalResourceId: 'Certificate',
        ResourceProperties: {
          DomainName: DOMAIN,
          HostedZoneId: seed.hostedZoneId,
          Region: cloud.region,
        },
      };
      const run = await runPeer('cdk-custom-resource.cjs', event, cloud, {
        NODE_PATH: nodePath,
        NODE_EXTRA_CA_CERTS: writeCaFile(join(caFolder, 'ca.pem'), cloud),
        BENCH_RESPONSE_PORT: String(server.port),
      });
      const [answer] = server.answers;
      if (JSON.stringify(answer).includes('"FAILED"') || !answer)
        throw new Error(`it answered ${JSON.stringify(answer)}`);
      const billedMilliseconds = Math.ceil(run.milliseconds);
      const gigabyteSeconds = (billedMilliseconds / 1_000) * (CDK_MEGABYTES / 1_024);
      return { calls: read(), billedMilliseconds, gigabyteSeconds, ...delayUntil(run.endedAt, cloud), attaches: false };
    } finally {
      await server.close();
      rmSync(caFolder, { recursive: true });
    }
  });
}

async function plugin(nodePath: string): Promise<Omit<PeerResult, 'name'>> {
  return onCloud(async (cloud, seed, read) => {
    const settings = {
      certificateName: DOMAIN,
      hostedZoneIds: [seed.hostedZoneId],
      region: cloud.region,
    };
    const run = await runPeer('serverless-plugin.cjs', settings, cloud, { NODE_PATH: nodePath });
    const delayed = delayUntil(run.endedAt, cloud);
    return { calls: read(), billedMilliseconds: undefined, gigabyteSeconds: undefined, ...delayed, attaches: false };
  });
}

async function onCloud<Result>(
  work: (cloud: Cloud, seed: Seed, read: () => Record<string, number>) => Promise<Result>,
): Promise<Result> {
  const cloud = await startCloud(OPTIONS);
  const seed = await seedCloud(cloud);
  const meter = createMeter(cloud);
  try {
    return await work(cloud, seed, () => ({ ...meter.read().calls }));
  } finally {
    meter.close();
    await seed.close();
    await cloud.close();
  }
}

function delayUntil(instant: number, { acm }: Cloud): { readonly delaySeconds: number | undefined } {
  const issuedAt = acm.certificates()[0]?.issued?.issuedAt;
  return { delaySeconds: issuedAt === undefined ? undefined : (instant - issuedAt) / 1_000 };
}

function report(results: readonly PeerResult[]): string {
  const actions = [...new Set(results.flatMap(({ calls }) => Object.keys(calls)))].sort();
  const row = (title: string, cell: (of: PeerResult) => string) => [title, ...results.map(cell)];
  const dollars = (gigabyteSeconds: number) => `$${(gigabyteSeconds * PRICES.lambdaGigabyteSecond * 1_000).toFixed(4)}`;
  return `Peers: one name, each unmodified and cold, at the pace of real time

${table([
  row('', ({ name }) => name),
  ...actions.map((action) => row(action, ({ calls }) => String(calls[action] ?? 0))),
  row('calls of ACM, Route 53 and ELB', ({ calls }) => String(asked(calls))),
  row('billed milliseconds', ({ billedMilliseconds }) => String(billedMilliseconds ?? 'none')),
  row('GB-seconds', ({ gigabyteSeconds }) => gigabyteSeconds?.toFixed(3) ?? 'none'),
  row('Lambda time, dollars per 1,000', ({ gigabyteSeconds }) => dollars(gigabyteSeconds ?? 0)),
  row('from issuance until it goes on', ({ delaySeconds }) => `${delaySeconds?.toFixed(1) ?? '-'} s`),
  row('attaches and verifies', ({ attaches }) => (attaches ? 'yes' : 'no')),
])}
  ${CDK} bills while it waits: at ACM's pace on AWS, minutes. ${PLUGIN} runs on the
  developer's machine, and cannot have an apex with its wildcard: it would write the record that they share twice, which
  Route 53 refuses. Both leave the certificate to be attached by what comes after them.
`;
}

const asked = (calls: Readonly<Record<string, number>>) =>
  Object.entries(calls).reduce(
    (sum, [action, times]) => sum + (/^(acm|route53|elasticloadbalancing):/.test(action) ? times : 0),
    0,
  );
