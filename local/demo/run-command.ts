import { PortInUseError } from '../port-in-use';
import { quietSdk } from '../../terminal/console';

/** An option that the command cannot take as it is. */
export class UsageError extends Error {}

/**
 * Runs a command to its end and exits with the status that it gives. What the caller can fix at once is told with the
 * usage and exits with 2; any other failure is told by its message alone and exits with 1.
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

/** Resolves at the first Ctrl-C or SIGTERM, to the exit status that shells know it by; a second one ends the process. */
export function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
  });
}
