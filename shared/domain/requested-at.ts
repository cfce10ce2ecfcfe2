import * as z from 'zod';

const timed = z.looseObject({ time: z.iso.datetime() });

/** When an EventBridge event was sent; undefined for anything else that a workflow may have been started with. */
export function requestedAt(event: unknown): Date | undefined {
  const parsed = timed.safeParse(event);
  return parsed.success ? new Date(parsed.data.time) : undefined;
}
