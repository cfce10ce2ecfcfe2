/*
 * A process of its own for `npm run chaos`: plays the seeds that it is sent, one after another.
 */
import { quietSdk } from '../demo/quiet-sdk';
import { reportSeed } from './seed-report';

/** What a worker is sent, and answers with a SeedReport or an error. */
export interface SeedTask {
  readonly seed: number;
  readonly packageFolder: string;
  readonly mostShrinkingPlays: number;
}

quietSdk();
process.on('message', ({ seed, packageFolder, mostShrinkingPlays }: SeedTask) => {
  reportSeed(packageFolder, seed, mostShrinkingPlays).then(
    (report) => process.send?.({ report }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
