import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { SeedReport } from './seed-report';
import type { SeedAnswer, SeedTask } from './worker';

/** A worker that has played so many clouds is exchanged: what a cloud leaves behind adds up. */
const SEEDS_OF_A_WORKER = 20;

/**
 * Plays seeds in as many processes as told, each of them one seed at a time.
 *
 * @param onReport called as each seed ends
 * @param onFinding called as soon as something is found, before its shortest story is
 * @throws when a seed could not be played at all: a fault of the local cloud, and not a finding
 */
export async function playSeeds(
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
        onReport(await playIn(worker, task, onFinding));
        played += 1;
        if (played % SEEDS_OF_A_WORKER > 0) continue;
        worker.kill();
        worker = startWorker();
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
}

/** As this process runs TypeScript, so does the worker: `execArgv` is handed on. */
const startWorker = (): ChildProcess => fork(join(__dirname, 'worker.ts'));

function playIn(
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
