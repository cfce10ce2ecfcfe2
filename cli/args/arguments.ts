import { parseArgs, type ParseArgsConfig } from 'node:util';
import type * as z from 'zod';
import type { DeploymentOptions } from '../aws-environment';
import { UsageError } from '../errors';

/** The options that a command takes. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Parses the arguments of a command.
 *
 * @throws UsageError when an option is unknown, lacks its value or takes none
 */
export function parseArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageErrorOf(error) ?? error;
  }
}

/** Node's own messages are about its API, not about what was typed. */
function usageErrorOf(error: unknown): UsageError | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  const option = /'(--?[^\s'=]+)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new UsageError(`Unknown option: ${option}`);
  if (error.code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return undefined;
  return new UsageError(`${option} ${error.message.includes('not take') ? 'takes no' : 'needs a'} value`);
}

/**
 * Takes an argument for a domain; whether it is a valid name is for the contract to say.
 *
 * @throws UsageError when it is empty or a URL
 */
export function parseDomain(text: string): string {
  if (text === '') throw new UsageError('the domain is empty');
  const host = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/:?#].*$/s, '');
  if (host === text) return text;
  throw new UsageError(`"${text}" is a URL: give only the name${host === '' ? '' : `, ${host}`}`);
}

/**
 * Checks the detail of an event that was made of arguments.
 *
 * @throws UsageError naming every argument that breaks a rule of the contract
 */
export function requireValid(detail: unknown, contract: z.ZodType): void {
  const { error } = contract.safeParse(detail);
  if (error) throw new UsageError(error.issues.map(issueText).join('; '));
}

/** The arguments behind the fields of an event. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  domainName: 'the domain',
  certificateArn: 'the ARN',
  alternativeNames: '--san',
  target: '--target',
  'target.loadBalancer': '--target',
  'target.listenerArn': '--target',
  'target.targetGroupArn': '--target-group',
  'target.defaultAction': '--default-action',
  'target.copyRules': '--copy-rules',
  keyAlgorithm: '--key-algorithm',
  hostedZoneId: '--zone',
  redirectHttp: '--redirect',
  tags: '--tag',
};

function issueText({ code, path, message }: z.core.$ZodIssue): string {
  const [field = '', member] = path.map(String);
  const argument = ARGUMENTS[`${field}.${member ?? ''}`] ?? ARGUMENTS[field] ?? field;
  const name = field === 'tags' && member !== undefined ? `${argument} ${member}` : argument;
  if (code === 'too_small') return `${name} is empty`;
  return message.startsWith('is ') ? `${name} ${message}` : `${name}: ${message}`;
}

/** A word as it is typed in a shell, quoted if needed. */
export const quoted = (text: string): string =>
  /^[\w.,:/=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The options with which a suggested command reaches the same deployment, such as ` --stage prod`. */
export const deploymentArgs = ({ stage, region, profile, local }: DeploymentOptions): string =>
  [
    stage === 'dev' ? '' : ` --stage ${stage}`,
    region === undefined ? '' : ` --region ${region}`,
    profile === undefined ? '' : ` --profile ${quoted(profile)}`,
    local ? ' --local' : '',
  ].join('');
