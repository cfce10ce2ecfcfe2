import { format } from 'node:util';

const LEVELS = { debug: 'DEBUG', error: 'ERROR', info: 'INFO', log: 'INFO', trace: 'TRACE', warn: 'WARN' } as const;

let requestId = '';

/** Sets the request id for subsequent console lines. */
export function setLogRequest(id: string): void {
  requestId = id;
}

/**
 * Redirects what the function prints to its log: console calls in Lambda's format, with time, request id and level;
 * direct writes to stdout or stderr unchanged.
 */
export function installLog(write: (text: string) => void): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...args: unknown[]) => {
      // A message of several lines stays a single log entry.
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
  // Node's own warnings bypass process.stderr.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => write(`${warning.name}: ${warning.message}\n`));
}
