import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Deployment } from './aws/deployment';
import { chooseCloud, type Choice } from './choose-cloud';
import { UsageError } from './problem';
import { createScreen, type Screen } from './screen';

/** A command as the entry file runs it. */
export interface Command {
  readonly usage: string;
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** What a command is given. */
export interface Session<O extends Options> {
  readonly values: Values<O>;
  /** The arguments that are no options. */
  readonly operands: readonly string[];
  readonly screen: Screen;
  /** The words that make a suggested command line reach the same deployment, such as ` --stage prod`. */
  readonly same: string;
  /** Reaches the deployment; the clients of AWS are loaded only now, so that `--help` is quick. */
  connect(): Promise<Deployment>;
}

/** The options of every command. */
const EVERY = {
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  profile: { type: 'string' },
  local: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const satisfies Options;

/**
 * Makes a command of its usage, its own options and its work.
 *
 * @param operands how many there must be, at least and at most
 */
export function command<O extends Options>(
  usage: string,
  options: O,
  operands: readonly [least: number, most: number],
  work: (session: Session<O>) => Promise<number>,
): Command {
  return {
    usage,
    async run(args) {
      const config = { args: [...args], options, allowPositionals: true, strict: true } as const;
      const { values, positionals } = parseArgs({ ...config, options: { ...options, ...EVERY } });
      if (positionals.length < operands[0]) throw new UsageError('Something is missing.');
      if (positionals.length > operands[1]) {
        throw new UsageError(`${positionals.slice(operands[1]).join(' ')} is one argument too many.`);
      }
      const choice = values as Choice;
      if (!/^[a-z0-9-]+$/i.test(choice.stage)) throw new UsageError(`--stage ${choice.stage} is no name of a stage.`);
      return work({
        values,
        operands: positionals,
        screen: createScreen(choice.json),
        same: sameDeployment(choice),
        async connect() {
          const local = chooseCloud(choice);
          const { connect } = await import('./aws/connect');
          return connect(`acm-autopilot-${choice.stage}`, local);
        },
      });
    },
  };
}

function sameDeployment({ stage, region, profile, local }: Choice): string {
  return [
    stage === 'dev' ? '' : ` --stage ${stage}`,
    region === undefined ? '' : ` --region ${region}`,
    profile === undefined ? '' : ` --profile ${profile}`,
    local ? ' --local' : '',
  ].join('');
}
