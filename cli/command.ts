import type { parseArgs } from 'node:util';
import { deploymentArgs, parseArguments, type Options } from './args/arguments';
import type { Deployment } from './aws/deployment';
import { configureAws, type DeploymentOptions } from './aws-environment';
import { UsageError } from './errors';
import { createScreen, type Screen } from './output/screen';

/** A command as the entry file runs it. */
export interface Command {
  readonly usage: string;
  /** @returns the exit status */
  run(args: readonly string[]): Promise<number>;
}

/** The exit status after Ctrl-C, as shells define it. */
export const INTERRUPTED = 130;

type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** What a command works with. */
export interface Session<O extends Options> {
  readonly values: Values<O>;
  readonly operands: readonly string[];
  readonly screen: Screen;
  /** The options with which a suggested command reaches the same deployment, such as ` --stage prod`. */
  readonly sameDeployment: string;
  /** Connects to the deployment. AWS clients are loaded only now, so that `--help` is quick. */
  connect(): Promise<Deployment>;
}

const COMMON_OPTIONS = {
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  profile: { type: 'string' },
  local: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const satisfies Options;

const COMMON_USAGE = 'Common options: --stage, --region, --profile, --local, --json; see npx acm-autopilot --help';

/**
 * Defines a command by its usage, its own options and its work.
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
    usage: `${usage}\n${COMMON_USAGE}\n`,
    async run(args) {
      const { values, positionals } = parseArguments(args, { ...options, ...COMMON_OPTIONS });
      if (positionals.length < operands[0]) throw new UsageError(missingOperand(usage));
      if (positionals.length > operands[1]) {
        throw new UsageError(`Unexpected argument: ${positionals.slice(operands[1]).join(' ')}`);
      }
      const common = values as DeploymentOptions & { readonly json: boolean };
      requireValidOptions(common);
      return work({
        values,
        operands: positionals,
        screen: createScreen(common.json),
        sameDeployment: deploymentArgs(common),
        async connect() {
          const local = configureAws(common);
          const { connect } = await import('./aws/connect');
          return connect(`acm-autopilot-${common.stage}`, local);
        },
      });
    },
  };
}

/** A usage begins with the command and its operand, such as `npx acm-autopilot check <domain>`. */
function missingOperand(usage: string): string {
  const [line = '', operand = ''] = /^[^<\n]*<([^>]*)>/.exec(usage) ?? [];
  return `Which ${operand}? ${line}`;
}

function requireValidOptions({ stage, region, profile, local }: DeploymentOptions): void {
  if (!/^[a-z0-9-]+$/i.test(stage)) {
    throw new UsageError(`--stage "${stage}" is not a valid stage name: use letters, digits and hyphens only`);
  }
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(region)) {
    throw new UsageError(`--region "${region}" is not a valid Region name, such as eu-west-1`);
  }
  if (local && (region ?? profile) !== undefined) {
    const other = region === undefined ? '--profile' : '--region';
    throw new UsageError(`--local and ${other} cannot be combined: the local cloud has its own Region and credentials`);
  }
}
