import { format } from 'node:util';

const LEVELS = { debug: 'DEBUG', error: 'ERROR', info: 'INFO', log: 'INFO', trace: 'TRACE', warn: 'WARN' } as const;

let requestId = '';

/** Names the invocation whose id stands in the console's lines from now on. */
export function setLogRequest(id: string): void {
  requestId = id;
}

/**
 * Sends what the function prints to its log instead of the terminal: the console's calls in Lambda's own form, with the
 * time, the request and the level; what is written to stdout or stderr directly as it is.
 */
export function installLog(write: (text: string) => void): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...args: unknown[]) => {
      // A message of several lines stays one entry of the log.
      write(`${new Date().toISOString()}\t${requestId}\t${level}\t${format(...args).replaceAll('\n', '\r')}\n`);
    });
  }
  const print = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = rest.at(-1);
    if (typeof callback === 'function') queueMicrotask(callback as () => void);
    return true;
  };
  process.stdout.write = print;
  process.stderr.write = print;
  // Node prints its warnings past process.stderr.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => write(`${warning.name}: ${warning.message}\n`));
}
