import { adviceFor } from '../shared/advice';
import { coloured } from '../terminal/coloured';
import { Problem, UsageError } from './problem';

/** Tells why a command could not do its work, and what to do next; gives the exit status. */
export function tellFailure(error: unknown, usage: string, args: readonly string[]): number {
  if (error instanceof UsageError || isParseError(error)) {
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  const { name, message, advice } = explained(error);
  if (args.includes('--json')) console.log(JSON.stringify({ error: name, message, advice }, null, 2));
  else
    console.error(`${error instanceof Problem ? '' : `${coloured('red', name)}: `}${message}\n\nWhat to do: ${advice}`);
  return 1;
}

interface Explained {
  readonly name: string;
  readonly message: string;
  readonly advice: string;
}

/** What an error is called, says, and means for the person at the terminal. */
export function explained(error: unknown): Explained {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), advice: adviceFor('Error') };
  const { name, message } = error;
  if (error instanceof Problem) return { name, message, advice: error.advice };
  if (/Credentials|Token/.test(name)) return { name, message, advice: CREDENTIALS };
  if (message === 'Region is missing') return { name: 'RegionMissing', message, advice: REGION };
  return { name, message, advice: adviceFor(name) };
}

const CREDENTIALS =
  'Sign in to AWS (`aws sso login`), name a profile with --profile, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with --local none are needed.';
const REGION = 'Name the Region of the deployment with --region, or export AWS_REGION.';

/** Whether node:util's parseArgs refused the arguments. */
const isParseError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
