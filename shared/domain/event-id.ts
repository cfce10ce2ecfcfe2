import * as z from 'zod';

const identified = z.looseObject({ id: z.string() });

/** The id of an EventBridge event; undefined for anything else that a workflow may have been started with. */
export function idOf(event: unknown): string | undefined {
  const parsed = identified.safeParse(event);
  return parsed.success ? parsed.data.id : undefined;
}
