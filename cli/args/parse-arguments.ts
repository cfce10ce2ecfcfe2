import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../errors';

/** The options that a command takes. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads what was typed after a command.
 *
 * @throws UsageError when an option is not there, lacks its value or has one that it does not take
 */
export function typedArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw inOwnWords(error) ?? error;
  }
}

/** Node says it in words that are about itself. */
function inOwnWords(error: unknown): UsageError | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  const option = /'(--?[^\s'=]+)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new UsageError(`Unknown option: ${option}`);
  if (error.code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return undefined;
  return new UsageError(`${option} ${error.message.includes('not take') ? 'takes no' : 'needs a'} value`);
}
