import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { SeedReport } from './seed-report';
import type { SeedAnswer, SeedTask } from './worker';

/** A worker is replaced after this many clouds, whose leftovers add up. */
const SEEDS_PER_WORKER = 20;

/**
 * Runs seeds in the given number of processes, each one seed at a time.
 *
 * @param onReport called as each seed ends
 * @param onFinding called with a finding as soon as it is known, before its shortest story
 * @throws when a seed could not be run at all: a bug, not a finding
 */
export async function runSeeds(
  tasks: readonly SeedTask[],
  processes: number,
  onReport: (report: SeedReport) => void,
  onFinding: (seed: number, violations: readonly string[]) => void,
): Promise<void> {
  const waiting = [...tasks];
  const work = async () => {
    let played = 0;
    let worker = startWorker();
    try {
      for (let task = waiting.shift(); task; task = waiting.shift()) {
        onReport(await runIn(worker, task, onFinding));
        played += 1;
        if (played % SEEDS_PER_WORKER > 0) continue;
        worker.kill();
        worker = startWorker();
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
}

/** Passes on `execArgv`, so that the worker runs TypeScript too. */
const startWorker = (): ChildProcess => fork(join(__dirname, 'worker.ts'));

function runIn(
  worker: ChildProcess,
  task: SeedTask,
  onFinding: (seed: number, violations: readonly string[]) => void,
): Promise<SeedReport> {
  return new Promise((resolve, reject) => {
    const done = () => void worker.off('exit', ended).off('message', hear);
    const ended = (code: number | null) => {
      done();
      reject(new Error(`the worker of seed ${task.seed} ended with ${code}`));
    };
    const hear = (answer: SeedAnswer) => {
      if ('finding' in answer) {
        onFinding(task.seed, answer.finding);
        return;
      }
      done();
      if ('report' in answer) resolve(answer.report);
      else reject(new Error(`seed ${task.seed} could not be played: ${answer.error}`));
    };
    worker.on('exit', ended).on('message', hear);
    worker.send(task);
  });
}
