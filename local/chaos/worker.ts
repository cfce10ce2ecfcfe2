/*
 * A process of its own for `npm run chaos`: plays the seeds that it is sent, one after another.
 */
import { quietSdk } from '../../terminal/console';
import { reportSeed, type SeedReport } from './seed-report';

/** What a worker is sent. */
export interface SeedTask {
  readonly seed: number;
  readonly packageFolder: string;
  readonly mostShrinkingPlays: number;
}

/** What a worker says of a seed: that something was found, perhaps, and then how it ended. */
export type SeedAnswer =
  { readonly finding: readonly string[] } | { readonly report: SeedReport } | { readonly error: string };

quietSdk();
const say = (answer: SeedAnswer) => process.send?.(answer);
process.on('message', ({ seed, packageFolder, mostShrinkingPlays }: SeedTask) => {
  reportSeed(packageFolder, seed, mostShrinkingPlays, (finding) => say({ finding })).then(
    (report) => say({ report }),
    (error: unknown) => say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
