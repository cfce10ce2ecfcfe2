import { createInterface } from 'node:readline';

/**
 * Asks a person at the terminal.
 *
 * @returns what was typed; undefined after Ctrl-C
 */
export function confirm(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    terminal.once('close', () => resolve(undefined));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}
