/** The exit status by which shells know that somebody pressed Ctrl-C. */
export const INTERRUPTED = 130;
