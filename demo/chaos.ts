/*
 * `npm run chaos`: many short lives of the packaged service under random faults, checked for violated invariants.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageService } from '../scripts/package-service';
import type { SeedReport } from './chaos/seed-report';
import { runSeeds } from './chaos/workers';
import { coloured } from '../terminal/console';
import { runCommand, stopSignal, UsageError } from './run-command';

const USAGE = `npm run chaos [-- --seeds 20 | --seed 42] [--from 1] [--processes 2]

  --seeds      how many lives (default: 20)
  --from       the first of their seeds (default: 1)
  --seed       one life: this number decides who does what, and which faults strike
  --processes  how many lives at a time (default: one per processor)`;

/** Each run with fewer faults takes as long as the first one. */
const MOST_SHRINKING_RUNS = 24;
const print = console.log;

runCommand(USAGE, async () => {
  const options = readOptions();
  const { length } = options.seeds;
  const lives = length === 1 ? 'One life of the packaged service,' : `${length} lives of the packaged service, each`;
  print(coloured('bold', `\n${lives} under faults of its own\n`));
  // A copy: packaging the service meanwhile would remove it from under later lives.
  const packageFolder = mkdtempSync(join(tmpdir(), 'chaos-'));
  cpSync(packageService(), packageFolder, { recursive: true });
  const tasks = options.seeds.map((seed) => ({ seed, packageFolder, mostShrinkingRuns: MOST_SHRINKING_RUNS }));
  const startedAt = performance.now();
  const reports: SeedReport[] = [];
  const onReport = (report: SeedReport) => {
    reports.push(report);
    printReport(report, reports.length, tasks.length);
  };
  const played = runSeeds(tasks, options.processes, onReport, printFinding).then(() => 0);
  const stopped = await Promise.race([played, stopSignal()]).finally(() => rmSync(packageFolder, { recursive: true }));
  return summarise(reports, tasks.length, (performance.now() - startedAt) / 1_000) || stopped;
});

function readOptions() {
  const text = (byDefault?: string) => ({ type: 'string', ...(byDefault && { default: byDefault }) }) as const;
  const { values } = parseArgs({
    options: {
      seeds: text(),
      seed: text(),
      from: text('1'),
      processes: text(String(availableParallelism())),
    },
  });
  const whole = (name: 'seeds' | 'seed' | 'from' | 'processes', byDefault = '') => {
    const value = Number(values[name] ?? byDefault);
    if (Number.isInteger(value) && value >= 1) return value;
    throw new UsageError(`--${name} ${values[name] ?? ''} is not a whole number from 1 on`);
  };
  if (values.seed !== undefined && values.seeds !== undefined) {
    throw new UsageError('--seed runs one life and --seeds many: use only one of them');
  }
  const from = values.seed === undefined ? whole('from') : whole('seed');
  const count = values.seed === undefined ? whole('seeds', '20') : 1;
  return { seeds: Array.from({ length: count }, (_, index) => from + index), processes: whole('processes') };
}

function printFinding(seed: number, violations: readonly string[]): void {
  print(`  ${coloured('red', '✘')} seed ${seed}: ${violations.join('; ')}\n    Looking for its shortest story…`);
}

/** Prints one line per seed; after a finding also its shortest story and how to reproduce it. */
function printReport({ seed, violations, struck, counts, shortest }: SeedReport, done: number, all: number): void {
  const faults = Object.values(struck).reduce((sum, count) => sum + count, 0);
  const { domains, handshakes, failuresNotified, deadLetters, repeats } = counts;
  const mark = violations.length === 0 ? coloured('green', '✔') : coloured('red', '✘');
  print(
    `  ${mark} seed ${String(seed).padEnd(5)} ${coloured('dim', `${done}/${all}`)}  ${domains} domains, ${faults} faults, ${handshakes} handshakes, ` +
      `${failuresNotified} failures notified, ${deadLetters} dead letters, ${repeats} repeats`,
  );
  if (!shortest) return;
  for (const violation of violations) print(`      ${coloured('red', violation)}`);
  const { faults: needed } = shortest;
  print(
    needed.length === 0
      ? '\n    It happens without any fault:'
      : '\n    With no more than these faults it still happens:',
  );
  for (const fault of needed) print(`      ${JSON.stringify(fault)}`);
  print(`\n${shortest.story.join('\n')}\n\n    Again: npm run chaos -- --seed ${seed}\n`);
}

/** Prints the totals of all lives; returns the exit status. */
function summarise(reports: readonly SeedReport[], planned: number, seconds: number): number {
  const sum = (read: (report: SeedReport) => number) => reports.reduce((total, report) => total + read(report), 0);
  const struck = new Map<string, number>();
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.struck)) struck.set(kind, (struck.get(kind) ?? 0) + count);
  }
  const bad = reports.filter(({ violations }) => violations.length > 0);
  const rows: [number, string][] = [
    [reports.length, `seeds, ${bad.length} with a finding`],
    [sum(({ counts }) => counts.domains), 'certificates requested'],
    [sum(({ counts }) => counts.events), 'events accepted'],
    [sum(({ counts }) => counts.executions), 'executions'],
    [[...struck.values()].reduce((total, count) => total + count, 0), 'faults that struck'],
    [sum(({ counts }) => counts.handshakes), 'TLS handshakes'],
    [sum(({ counts }) => counts.failuresNotified), 'events that failed with a notification'],
    [sum(({ counts }) => counts.deadLetters), 'events kept in the dead-letter queue'],
    [sum(({ counts }) => counts.repeats), 'events emitted or executions started again, until all was done'],
  ];
  print(`\n${rows.map(([count, what]) => `${String(count).padStart(8)}  ${what}`).join('\n')}\n`);
  const kinds = [...struck].sort(([, one], [, other]) => other - one);
  print(kinds.map(([kind, count]) => `${String(count).padStart(8)}  ${coloured('dim', kind)}`).join('\n'));
  print(`\n${Math.round(seconds)} s. ${lastWord(reports.length, planned, bad[0]?.seed)}\n`);
  return bad.length === 0 ? 0 : 1;
}

function lastWord(played: number, planned: number, firstBad: number | undefined): string {
  if (firstBad !== undefined) {
    return `${coloured('red', 'Something was lost')}; see it again: npm run chaos -- --seed ${firstBad}`;
  }
  const others = 'Other lives: npm run chaos -- --from 1001 --seeds 20';
  if (played === planned) return `${coloured('green', 'Nothing was lost.')} ${others}`;
  return `Stopped after ${played} of ${planned} lives. Nothing was lost in them.`;
}
