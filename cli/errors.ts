import { adviceFor, isKnownError } from '../shared/advice';

/** A command cannot do its work; carries what the person at the terminal can do about it. */
export class CommandError extends Error {
  /** @param name identifies the error to scripts */
  constructor(
    message: string,
    readonly advice: string,
    override readonly name: string,
  ) {
    super(message);
  }
}

/** The arguments of a command are invalid. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An error as it is shown to people and scripts. */
export interface ExplainedError {
  readonly name: string;
  readonly message: string;
  readonly advice: string;
}

/** Gives the name and message of whatever was thrown, with advice on what to do next. */
export function explain(error: unknown): ExplainedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), advice: UNKNOWN };
  const { name, message } = error;
  if (error instanceof CommandError) return { name, message, advice: error.advice };
  if (/Credentials|Token/.test(name)) return { name, message, advice: CREDENTIALS };
  if (message === 'Region is missing') return { name: 'RegionMissing', message, advice: REGION };
  return { name, message, advice: isKnownError(name) ? adviceFor(name, 'command') : UNKNOWN };
}

const CREDENTIALS =
  'Sign in to AWS (`aws sso login`), name a profile with --profile, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; --local needs none.';
const REGION = 'Name the Region of the deployment with --region, or export AWS_REGION.';
const UNKNOWN = 'The command line does not know this error. Fix what the message names, then run the command again.';
