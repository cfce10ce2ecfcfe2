import util, { types } from 'node:util';
import { main } from '../../cli/main';

// Node's own errors, as parseArgs throws them, come from outside of the sandbox that Jest runs this in.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown) {
    if (this === Error && types.isNativeError(thrown)) return true;
    return Function.prototype[Symbol.hasInstance].call(this, thrown);
  },
});

/** What a command wrote, to both outputs and to the standard output alone, and how it ended. */
export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly answer: string;
}

/**
 * Runs a command of the command line in this process, where that is as good as one of its own: nothing is loaded anew. It has a
 * folder and an environment of its own, and no terminal.
 */
export async function runHere(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Promise<Ended> {
  const before = { folder: process.cwd(), environment: { ...process.env }, listeners: process.listeners('SIGINT') };
  let output = '';
  let answer = '';
  const print = (text = '') => {
    answer += `${text}\n`;
    output += `${text}\n`;
  };
  const mocks = [
    jest.spyOn(console, 'log').mockImplementation(print),
    jest.spyOn(console, 'error').mockImplementation((text: string) => (output += `${text}\n`)),
    // FORCE_COLOR, which Jest sets for its workers, would go before that this is no terminal.
    jest.spyOn(util, 'styleText').mockImplementation((_format, text) => text),
  ];
  const terminals = [process.stdin, process.stdout].filter(({ isTTY }) => isTTY);
  for (const terminal of terminals) terminal.isTTY = false;
  setEnvironment(environment);
  process.chdir(folder);
  try {
    const status = await main(args);
    return { status, output, answer };
  } finally {
    process.chdir(before.folder);
    setEnvironment(before.environment);
    for (const terminal of terminals) terminal.isTTY = true;
    for (const listener of process.listeners('SIGINT')) {
      if (!before.listeners.includes(listener)) process.off('SIGINT', listener);
    }
    for (const mock of mocks) mock.mockRestore();
  }
}

function setEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
}
