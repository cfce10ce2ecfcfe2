import { adviceFor, isKnown } from '../shared/advice';
import { coloured } from '../terminal/console';
import { Problem, UsageError } from './errors';

/**
 * Tells why a command could not do its work, and what to do next; gives the exit status.
 *
 * @param help the command line that shows the usage
 */
export function tellFailure(error: unknown, help: string, args: readonly string[]): number {
  const isJson = args.includes('--json');
  if (error instanceof UsageError) {
    const { name, message } = error;
    if (isJson) console.log(JSON.stringify({ error: name, message }, null, 2));
    else console.error(`${message}\n\nSee ${help}`);
    return 2;
  }
  const { name, message, advice } = explained(error);
  if (isJson) console.log(JSON.stringify({ error: name, message, advice }, null, 2));
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
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), advice: UNKNOWN };
  const { name, message } = error;
  if (error instanceof Problem) return { name, message, advice: error.advice };
  if (/Credentials|Token/.test(name)) return { name, message, advice: CREDENTIALS };
  if (message === 'Region is missing') return { name: 'RegionMissing', message, advice: REGION };
  return { name, message, advice: isKnown(name) ? adviceFor(name, 'command') : UNKNOWN };
}

const CREDENTIALS =
  'Sign in to AWS (`aws sso login`), name a profile with --profile, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; --local needs none.';
const REGION = 'Name the Region of the deployment with --region, or export AWS_REGION.';
const UNKNOWN = 'The command line does not know this error. Fix what the message names, then run the command again.';
