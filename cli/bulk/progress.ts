import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../errors';

/** By deployment, and then by request: the id of the event that was emitted for it. */
const stateSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** What earlier runs have emitted of a file, and this one. */
export interface BulkProgress {
  /** The file in which it is kept, beside the input. */
  readonly path: string;
  /** The id of the event that was emitted for exactly this request. */
  eventOf(detail: unknown): string | undefined;
  /** Remembers events at once, so that nothing is emitted twice whatever comes next. */
  note(emitted: readonly { readonly detail: unknown; readonly eventId: string }[]): void;
}

/**
 * Opens what is remembered of a file. A line that was changed since is a new request.
 *
 * @param deployment the ARN-like name of where the events go
 * @throws UsageError when the state file is not one of ours
 */
export function openBulkProgress(file: string, deployment: string): BulkProgress {
  const path = `${file}.autopilot.json`;
  const state = read(path);
  const events = { ...state[deployment] };
  const keyOf = (detail: unknown) => createHash('sha256').update(JSON.stringify(detail)).digest('hex');
  return {
    path,
    eventOf: (detail) => events[keyOf(detail)],
    note(emitted) {
      for (const { detail, eventId } of emitted) events[keyOf(detail)] = eventId;
      // In one step: a file that was cut off would forget what was emitted.
      writeFileSync(`${path}.new`, `${JSON.stringify({ ...state, [deployment]: events }, null, 2)}\n`);
      renameSync(`${path}.new`, path);
    },
  };
}

function read(path: string): z.output<typeof stateSchema> {
  if (!existsSync(path)) return {};
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new UsageError(`${path} was not written by an earlier run: inspect it, and delete it to start over`);
  }
}
