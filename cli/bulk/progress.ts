import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../errors';

/** The ids of the emitted events, by deployment and by request. */
const progressSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** Which requests of a file were emitted, by this run and by earlier ones. */
export interface BulkProgress {
  /** The file that records it, beside the input. */
  readonly path: string;
  /** The id of the event that was emitted for this request, if it was. */
  eventOf(detail: unknown): string | undefined;
  /** Records emitted events at once, so that none is emitted twice if the run is interrupted. */
  record(emitted: readonly { readonly detail: unknown; readonly eventId: string }[]): void;
}

/**
 * Opens the progress of a file. A line that has changed since is a new request.
 *
 * @param deployment identifies the deployment that receives the events
 * @throws UsageError when the progress file has another format
 */
export function openBulkProgress(file: string, deployment: string): BulkProgress {
  const path = `${file}.autopilot.json`;
  const progress = read(path);
  const events = { ...progress[deployment] };
  const keyOf = (detail: unknown) => createHash('sha256').update(JSON.stringify(detail)).digest('hex');
  return {
    path,
    eventOf: (detail) => events[keyOf(detail)],
    record(emitted) {
      for (const { detail, eventId } of emitted) events[keyOf(detail)] = eventId;
      // Atomically: a truncated file would lose what was emitted.
      writeFileSync(`${path}.new`, `${JSON.stringify({ ...progress, [deployment]: events }, null, 2)}\n`);
      renameSync(`${path}.new`, path);
    },
  };
}

function read(path: string): z.output<typeof progressSchema> {
  if (!existsSync(path)) return {};
  try {
    return progressSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new UsageError(`${path} was not written by an earlier run: inspect it, and delete it to start over`);
  }
}
