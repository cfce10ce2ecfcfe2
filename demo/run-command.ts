import { PortInUseError } from 'local-aws/port-in-use';
import { quietSdk } from '../terminal/console';

/** An invalid option. */
export class UsageError extends Error {}

/**
 * Runs a command and exits with the status that it returns. A usage error prints the usage and exits with 2; any other
 * failure prints its message and exits with 1.
 */
export function runCommand(usage: string, command: () => Promise<number>): void {
  quietSdk();
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  command().then(
    (status) => process.exit(status),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const isUsage = error instanceof UsageError || error instanceof PortInUseError || isParseError(error);
      console.error(isUsage ? `${message}\n\n${usage}` : `\n${message}`);
      process.exit(isUsage ? 2 : 1);
    },
  );
}

/** Whether node:util's parseArgs refused the arguments. */
const isParseError = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

/** Resolves at the first Ctrl-C or SIGTERM to its conventional exit status; a second one ends the process. */
export function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
  });
}
