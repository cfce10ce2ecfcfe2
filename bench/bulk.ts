import { startBenchCloud, type BenchCloud } from './bench-cloud';
import { floorCalls } from './floor';
import { lowerBound, type LowerBound, type PlannedCalls } from './lower-bound';
import { THROTTLED } from './meter';
import type { PartResult, Progress } from './part';
import { percentile } from './percentile';
import { table } from './table';

/** The result of requesting many domains at once; seconds are the cloud's, but for `realSeconds`. */
interface Bulk {
  readonly domains: number;
  readonly loadBalancers: number;
  /** From the first event until the last execution ended. */
  readonly makespanSeconds: number;
  readonly medianSeconds: number;
  readonly calls: number;
  readonly throttled: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Of the fewest calls that could do it, and of the calls that were really made and not refused. */
  readonly floor: LowerBound;
  readonly made: LowerBound;
  readonly realSeconds: number;
}

const SIZES = [10, 100, 1_000];
/** What AWS grants a load balancer at first, its default certificate not counted. */
const CERTIFICATES_A_LOAD_BALANCER = 25;

/** Many domains at once, a certificate each, in one zone, spread over load balancers by their quota as a SaaS would. */
export async function bulk(progress: Progress, sizes: readonly number[] = SIZES): Promise<PartResult> {
  const failures: string[] = [];
  const measured: Bulk[] = [];
  for (const domains of sizes) {
    const bench = await startBenchCloud();
    try {
      measured.push(await measure(bench, domains, (line) => progress(`${domains} domains: ${line}`), failures));
    } finally {
      await bench.close();
    }
  }
  return { text: report(measured), data: measured, failures };
}

async function measure(bench: BenchCloud, domains: number, progress: Progress, failures: string[]): Promise<Bulk> {
  const loadBalancers = Math.ceil(domains / CERTIFICATES_A_LOAD_BALANCER);
  progress(`creating ${loadBalancers} load balancers`);
  const names = await bench.createLoadBalancers(loadBalancers);
  const startedAt = performance.now();
  const beganAt = bench.cloud.clock.now();
  bench.cloud.clearCalls();
  const calls: (typeof bench.cloud.calls)[number][] = [];
  await bench.request(
    Array.from({ length: domains }, (_, index) => ({
      domainName: `customer-${index + 1}.example.test`,
      target: { loadBalancer: names[index % names.length] ?? '' },
    })),
  );
  let toldAt = startedAt;
  await bench.settle(() => {
    calls.push(...bench.cloud.calls);
    bench.cloud.clearCalls();
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    const ended = bench.provisioned().filter(({ status }) => status !== 'RUNNING').length;
    const seconds = (bench.cloud.clock.now() - beganAt) / 1_000;
    progress(`${ended} ended after ${seconds.toFixed(0)} s of the cloud's time`);
  });

  const executions = bench.provisioned();
  const failed = executions.filter(({ status }) => status !== 'SUCCEEDED');
  failures.push(...failed.map(({ name, status, error = '' }) => `${domains} domains: ${name}: ${status} ${error}`));
  if (executions.length !== domains) failures.push(`${domains} domains: ${executions.length} executions were started`);
  const seconds = executions.map(({ stoppedAt = beganAt }) => (stoppedAt - beganAt) / 1_000);
  const throttled: Record<string, number> = {};
  const passed: PlannedCalls[] = [];
  for (const { service, operation, input, errorCode = '' } of calls) {
    const action = `${service}:${operation}`;
    if (THROTTLED.test(errorCode)) throttled[action] = (throttled[action] ?? 0) + 1;
    else passed.push({ service, operation, input, times: 1 });
  }
  return {
    domains,
    loadBalancers,
    makespanSeconds: Math.max(...seconds),
    medianSeconds: percentile(seconds, 50),
    calls: calls.length,
    throttled,
    failed: failed.length,
    floor: lowerBound(floorCalls(1, 1).map((planned) => ({ ...planned, times: planned.times * domains }))),
    made: lowerBound(passed),
    realSeconds: (performance.now() - startedAt) / 1_000,
  };
}

function report(measured: readonly Bulk[]): string {
  const seconds = (value: number) => `${value.toFixed(0)} s`;
  const row = (title: string, cell: (of: Bulk) => string) => [title, ...measured.map(cell)];
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);
  const bound = (of: LowerBound) => (of.limit === '' ? seconds(0) : `${seconds(of.seconds)} (${of.limit})`);
  return `Bulk: all domains at once, one certificate each, one zone, ${CERTIFICATES_A_LOAD_BALANCER} certificates a load balancer

${table([
  row('domains', ({ domains }) => String(domains)),
  row('load balancers', ({ loadBalancers }) => String(loadBalancers)),
  row('makespan', ({ makespanSeconds }) => seconds(makespanSeconds)),
  row('median domain', ({ medianSeconds }) => seconds(medianSeconds)),
  row('bound of the fewest calls', ({ floor }) => bound(floor)),
  row('bound of the calls made', ({ made }) => bound(made)),
  row('calls', ({ calls }) => String(calls)),
  row('refused by throttling', ({ throttled }) => String(sum(throttled))),
  row('failed', ({ failed }) => String(failed)),
  row('this machine took', ({ realSeconds }) => seconds(realSeconds)),
])}
  Seconds are the cloud's, whose clock is moved on while nothing runs; what this machine computes passes on it too.
`;
}
