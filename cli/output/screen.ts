/** Where a command writes: text for people, or one JSON document for scripts. */
export interface Screen {
  readonly isJson: boolean;
  /** A line for people. */
  print(line?: string): void;
  /** What is in progress, shown only at a terminal and until the next line. */
  progress(text: string): void;
  /** The document for scripts. */
  printJson(document: unknown): void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes to the standard output. */
export function createScreen(isJson: boolean): Screen {
  let showsProgress = false;
  const clear = () => {
    if (showsProgress) process.stdout.write(CLEAR_LINE);
    showsProgress = false;
  };
  return {
    isJson,
    print(line = '') {
      if (isJson) return;
      clear();
      console.log(line);
    },
    progress(text) {
      if (isJson || !process.stdout.isTTY) return;
      process.stdout.write(`${CLEAR_LINE}${`  … ${text}`.slice(0, (process.stdout.columns || 80) - 1)}`);
      showsProgress = true;
    },
    printJson(document) {
      clear();
      if (isJson) console.log(JSON.stringify(document, null, 2));
    },
  };
}
