import { startBenchCloud, SECOND_ZONE, type BenchCloud, type DomainRequest } from './bench-cloud';
import { costOf } from './cost';
import { floorCalls } from './floor';
import { createMeter, type Meter } from './meter';
import type { PartResult, Progress } from './part';
import { percentile } from './percentile';
import { PRICES } from './prices';
import { table } from './table';
import type { Usage } from './usage';

interface Scenario {
  readonly title: string;
  readonly names: number;
  readonly zones: number;
  /** @param id a label that no other run has */
  request(id: string): DomainRequest;
}

const SCENARIOS: readonly Scenario[] = [
  { title: 'one name', names: 1, zones: 1, request: (id) => ({ domainName: `${id}.example.test` }) },
  {
    title: 'apex + wildcard',
    names: 2,
    zones: 1,
    request: (id) => ({ domainName: `${id}.example.test`, alternativeNames: [`*.${id}.example.test`] }),
  },
  {
    title: 'ten names, two zones',
    names: 10,
    zones: 2,
    request: (id) => {
      const [domainName = '', ...alternativeNames] = ['example.test', SECOND_ZONE].flatMap((zone) =>
        Array.from({ length: 5 }, (_, index) => `${id}-${index}.${zone}`),
      );
      return { domainName, alternativeNames };
    },
  },
];

interface Measured extends Usage {
  readonly dollars: number;
}

/** Of several runs of a scenario, the one whose cost is the median: waits have a random part, and so have retries. */
const RUNS = 3;

/** What one certificate costs: calls, transitions, billed time, dollars; warm, on a listener that exists. */
export async function perCertificate(progress: Progress): Promise<PartResult> {
  const bench = await startBenchCloud();
  const meter = createMeter(bench.cloud);
  try {
    progress('the first certificate: every function starts cold, the listener is created');
    const cold = await measure(bench, meter, { domainName: 'first.example.test' });
    const columns: { readonly scenario: Scenario; readonly measured: Measured }[] = [];
    for (const scenario of SCENARIOS) {
      const runs: Measured[] = [];
      for (let run = 1; run <= RUNS; run += 1) {
        progress(`${scenario.title}, run ${run} of ${RUNS}`);
        runs.push(await measure(bench, meter, scenario.request(`${scenario.names}-${run}`)));
      }
      const median = percentile(
        runs.map(({ dollars }) => dollars),
        50,
      );
      const measured = runs.find(({ dollars }) => dollars === median);
      if (measured) columns.push({ scenario, measured });
    }
    const failures = bench
      .provisioned()
      .filter(({ status }) => status !== 'SUCCEEDED')
      .map(({ arn, status, error = '' }) => `${arn}: ${status} ${error}`);
    return { text: report(columns, cold), data: { prices: PRICES, cold, scenarios: columns.map(dataOf) }, failures };
  } finally {
    meter.close();
    await bench.close();
  }
}

async function measure(bench: BenchCloud, meter: Meter, request: DomainRequest): Promise<Measured> {
  meter.read();
  await bench.request([request]);
  await bench.settle();
  const { throttled: _none, ...usage } = meter.read();
  return { ...usage, dollars: costOf(usage).total };
}

const dataOf = ({ scenario, measured }: { readonly scenario: Scenario; readonly measured: Measured }) => ({
  title: scenario.title,
  ...measured,
  cost: costOf(measured),
  floor: floorOf(scenario),
});

const floorOf = ({ names, zones }: Scenario): Record<string, number> =>
  Object.fromEntries(
    floorCalls(names, zones).map(({ service, operation, times }) => [`${service}:${operation}`, times]),
  );

function report(columns: readonly { scenario: Scenario; measured: Measured }[], cold: Measured): string {
  const actions = [...new Set(columns.flatMap(({ measured }) => Object.keys(measured.calls)))].sort();
  const row = (title: string, cell: (measured: Measured) => string) => [
    title,
    ...columns.flatMap(({ measured }) => [cell(measured), '']),
  ];
  return `Per certificate (warm functions, a listener that exists; in brackets the floor)

${table([
  ['', ...columns.flatMap(({ scenario }) => [scenario.title, ''])],
  ...actions.map((action) => [
    action,
    ...columns.flatMap(({ measured, scenario }) => [
      String(measured.calls[action] ?? 0),
      `(${floorOf(scenario)[action] ?? 0})`,
    ]),
  ]),
  row('state transitions', ({ stateTransitions }) => String(stateTransitions)),
  row('Lambda invocations', ({ invocations }) => String(invocations)),
  row('billed milliseconds', ({ billedMilliseconds }) => String(billedMilliseconds)),
  row('GB-seconds', ({ gigabyteSeconds }) => gigabyteSeconds.toFixed(3)),
  row('dollars per 1,000', ({ dollars }) => (dollars * 1_000).toFixed(2)),
])}
  Billed time is measured on this machine, not on Lambda's. The first certificate, every function cold: ${cold.billedMilliseconds} ms,
  $${(cold.dollars * 1_000).toFixed(2)} per 1,000. Prices of ${PRICES.region}, ${PRICES.readIn}; logs and traces not counted.
`;
}
