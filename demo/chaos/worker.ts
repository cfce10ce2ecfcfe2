/*
 * A process of its own for `npm run chaos`: runs the seeds that it is sent, one after another.
 */
import { quietSdk } from '../../terminal/console';
import { reportSeed, type SeedReport } from './seed-report';

/** A worker's task. */
export interface SeedTask {
  readonly seed: number;
  readonly packageFolder: string;
  readonly mostShrinkingRuns: number;
}

/** A worker's messages about a seed: possibly a finding, then the report or an error. */
export type SeedAnswer =
  { readonly finding: readonly string[] } | { readonly report: SeedReport } | { readonly error: string };

quietSdk();
const say = (answer: SeedAnswer) => process.send?.(answer);
process.on('message', ({ seed, packageFolder, mostShrinkingRuns }: SeedTask) => {
  reportSeed(packageFolder, seed, mostShrinkingRuns, (finding) => say({ finding })).then(
    (report) => say({ report }),
    (error: unknown) => say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
