import * as z from 'zod';
import { text } from '../text';

/** When this service put a certificate back on its listener. */
export const Reattachment = z.object({
  /** The assessment that required it, so that a repeated step counts once. */
  id: text,
  /** ISO 8601. */
  at: text,
});
export type Reattachment = Readonly<z.output<typeof Reattachment>>;

const WINDOW_MILLISECONDS = 7 * 24 * 60 * 60 * 1_000;
/** A certificate that would have to be put back once more within the window is left alone. */
const MAX_REATTACHMENTS = 2;

/** The reattachments within the last seven days. */
export const recentReattachments = (reattachments: readonly Reattachment[], now: Date): Reattachment[] =>
  reattachments.filter(({ at }) => now.getTime() - Date.parse(at) < WINDOW_MILLISECONDS);

/** Whether somebody else keeps taking a certificate off its listener. */
export const isReattachedTooOften = (reattachments: readonly Reattachment[], now: Date): boolean =>
  recentReattachments(reattachments, now).length >= MAX_REATTACHMENTS;
