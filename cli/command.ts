import type { parseArgs } from 'node:util';
import type { Deployment } from './aws/deployment';
import { chooseCloud, type Choice } from './choose-cloud';
import { UsageError } from './problem';
import { quoted } from './quoted';
import { createScreen, type Screen } from './screen';
import { typedArguments, type Options } from './typed-arguments';

/** A command as the entry file runs it. */
export interface Command {
  readonly usage: string;
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number>;
}

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

const ALSO = 'Common options: --stage, --region, --profile, --local, --json; see npx acm-autopilot --help';

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
    usage: `${usage}\n${ALSO}\n`,
    async run(args) {
      const { values, positionals } = typedArguments(args, { ...options, ...EVERY });
      if (positionals.length < operands[0]) throw new UsageError(questionOf(usage));
      if (positionals.length > operands[1]) {
        throw new UsageError(`Unexpected argument: ${positionals.slice(operands[1]).join(' ')}`);
      }
      const choice = values as Choice;
      requireMeaning(choice);
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

/** What is missing: a usage begins with the command and its operand, such as `npx acm-autopilot check <domain>`. */
function questionOf(usage: string): string {
  const [line = '', operand = ''] = /^[^<\n]*<([^>]*)>/.exec(usage) ?? [];
  return `Which ${operand}? ${line}`;
}

function requireMeaning({ stage, region, profile, local }: Choice): void {
  if (!/^[a-z0-9-]+$/i.test(stage)) {
    throw new UsageError(`--stage "${stage}" is not a valid stage name: use letters, digits and hyphens only`);
  }
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(region)) {
    throw new UsageError(`--region "${region}" is not a valid Region name, such as eu-west-1`);
  }
  if (local && (region ?? profile) !== undefined) {
    const needless = region === undefined ? '--profile' : '--region';
    throw new UsageError(`--local and ${needless} cannot be combined: the local cloud has its own Region and keys`);
  }
}

function sameDeployment({ stage, region, profile, local }: Choice): string {
  return [
    stage === 'dev' ? '' : ` --stage ${stage}`,
    region === undefined ? '' : ` --region ${region}`,
    profile === undefined ? '' : ` --profile ${quoted(profile)}`,
    local ? ' --local' : '',
  ].join('');
}
