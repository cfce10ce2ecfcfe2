import { createVisitor } from 'local-aws/visitor';
import { startBenchCloud, type BenchCloud } from './bench-cloud';
import type { PartResult, Progress } from './part';
import { percentile } from './percentile';
import { table } from './table';

const DOMAINS = 30;
/** How finely the clock is moved while a domain is watched, in milliseconds. */
const STEP = 50;
const LONGEST = 10 * 60_000;

/**
 * What the local cloud takes of the delay by its own settings, in milliseconds: its event says so after the issuance, and
 * until a certificate has settled Elastic Load Balancing refuses it. Both run from the issuance on, so the longer counts.
 */
const MODELLED = { event: 500, settling: 1_000 };

/** From ACM's issuance to the first handshake that a visitor would accept, domain after domain, on the cloud's clock. */
export async function delay(progress: Progress): Promise<PartResult> {
  const bench = await startBenchCloud({
    acm: { timings: { event: MODELLED.event } },
    elbv2: { certificateSettlingMilliseconds: MODELLED.settling, certificatesPerLoadBalancer: DOMAINS },
  });
  try {
    progress('a first domain, which makes every function warm');
    await watch(bench, 'first.example.test');
    const delays: number[] = [];
    const failures: string[] = [];
    for (let index = 1; index <= DOMAINS; index += 1) {
      if (index % 10 === 1) progress(`domain ${index} of ${DOMAINS}`);
      const domainName = `delay-${index}.example.test`;
      const milliseconds = await watch(bench, domainName);
      if (milliseconds === undefined) failures.push(`${domainName}: no valid handshake`);
      else delays.push(milliseconds);
    }
    if (delays.length === 0) return { text: 'Delay: no domain was ever served\n', data: {}, failures };
    const median = percentile(delays, 50);
    const p95 = percentile(delays, 95);
    const modelled = Math.max(MODELLED.event, MODELLED.settling);
    return { text: report(delays.length, median, p95, modelled), data: { delays, median, p95, modelled }, failures };
  } finally {
    await bench.close();
  }
}

/** The milliseconds from the issuance to the first valid handshake; undefined when none came. */
async function watch(bench: BenchCloud, domainName: string): Promise<number | undefined> {
  const { clock, acm, authority } = bench.cloud;
  const visitor = createVisitor(clock, bench.seed.httpsPort, authority.rootPem);
  await bench.request([{ domainName }]);
  const startedAt = clock.now();
  while (clock.now() - startedAt < LONGEST) {
    await clock.advance(STEP);
    const certificate = acm.certificates().find(({ domainNames }) => domainNames[0] === domainName);
    if (!certificate?.issued) continue;
    if ((await visitor.visit(domainName)) !== undefined) continue;
    const milliseconds = clock.now() - certificate.issued.issuedAt;
    await bench.settle();
    return milliseconds;
  }
  return undefined;
}

function report(domains: number, median: number, p95: number, modelled: number): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;
  return `Delay from issuance to the first valid handshake, ${domains} domains one after another

${table([
  ['', 'median', 'p95'],
  ['from issuance to a valid handshake', seconds(median), seconds(p95)],
  ['of this, the cloud as it is modelled', seconds(modelled), seconds(modelled)],
  ['the rest: retries, and this machine', seconds(median - modelled), seconds(p95 - modelled)],
])}
  Modelled: ACM's event comes ${seconds(MODELLED.event)} after the issuance, and ELB takes a new certificate after ${seconds(MODELLED.settling)}.
`;
}
