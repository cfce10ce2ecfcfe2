/** Where a command writes: text for people, or one JSON document for scripts. */
export interface Screen {
  readonly isJson: boolean;
  /** A line for people. */
  say(line?: string): void;
  /** What is under way, shown at a terminal only, until the next line. */
  progress(text: string): void;
  /** The one document for scripts. */
  answer(document: unknown): void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** The standard output. */
export function createScreen(isJson: boolean): Screen {
  let isShowing = false;
  const clear = () => {
    if (isShowing) process.stdout.write(CLEAR_LINE);
    isShowing = false;
  };
  return {
    isJson,
    say(line = '') {
      if (isJson) return;
      clear();
      console.log(line);
    },
    progress(text) {
      if (isJson || !process.stdout.isTTY) return;
      process.stdout.write(`${CLEAR_LINE}${`  … ${text}`.slice(0, (process.stdout.columns || 80) - 1)}`);
      isShowing = true;
    },
    answer(document) {
      clear();
      if (isJson) console.log(JSON.stringify(document, null, 2));
    },
  };
}
