import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { EventEnvelope } from './event-bus';
import { parseJsonPath } from './json-path';
import { isJson } from '../json';

const MOST_VARIABLES = 100;

/** The values of an input template's reserved variables. */
export interface RuleFacts {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event, ISO 8601. */
  readonly ingestionTime: string;
}

/** The text that a target receives for an event: the event itself, or the result of the target's input settings. */
export function targetInput(target: Target, event: EventEnvelope, facts: RuleFacts): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) {
    const value = parseJsonPath(target.InputPath)(event);
    // What AWS sends for a path that the event lacks is not documented; an empty object was observed.
    return JSON.stringify(value ?? {});
  }
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  return transform(target.InputTransformer, event, facts);
}

/** Refuses the input settings that PutTargets refuses. */
export function checkTargetInput(target: Target): void {
  const refuse = (reason: string) => new AwsError('ValidationException', `${reason} for target ${target.Id ?? ''}.`);
  const { Input: input, InputPath: path, InputTransformer: transformer } = target;
  if ([input, path, transformer].filter((setting) => setting !== undefined).length > 1) {
    throw refuse('Only one of Input, InputPath, or InputTransformer must be provided');
  }
  if (input !== undefined && !isJson(input)) throw refuse('JSON syntax error in input');
  if (path !== undefined) parseJsonPath(path);
  if (transformer === undefined) return;
  const paths = Object.entries(transformer.InputPathsMap ?? {});
  if (paths.length > MOST_VARIABLES) throw refuse(`More than ${MOST_VARIABLES} variables in InputPathsMap`);
  for (const [name, value] of paths) {
    if (name.toLowerCase().startsWith('aws')) throw refuse(`The variable ${name} begins with AWS`);
    parseJsonPath(value);
  }
  const known = new Set([...paths.map(([name]) => name), ...Object.keys(reservedVariables)]);
  const unknown = placeholders(transformer.InputTemplate ?? '').find((name) => !known.has(name));
  if (unknown !== undefined) throw refuse(`Invalid InputTemplate: <${unknown}> is not defined`);
}

const reservedVariables: Readonly<Record<string, (event: EventEnvelope, facts: RuleFacts) => unknown>> = {
  'aws.events.rule-arn': (_event, facts) => facts.ruleArn,
  'aws.events.rule-name': (_event, facts) => facts.ruleName,
  'aws.events.event.ingestion-time': (_event, facts) => facts.ingestionTime,
  'aws.events.event': (event) => event,
  'aws.events.event.json': (event) => JSON.stringify(event),
};

type Transformer = NonNullable<Target['InputTransformer']>;

/**
 * Fills the placeholders of a template ("Amazon EventBridge input transformation"): inside quotes a string is inserted
 * as it is, outside it is quoted, and neither escapes it, so a quote in a value breaks the JSON; a path that the event
 * lacks yields nothing.
 */
function transform(
  { InputPathsMap: paths = {}, InputTemplate: template = '' }: Transformer,
  event: EventEnvelope,
  facts: RuleFacts,
) {
  const valueOf = (name: string) => {
    const path = paths[name];
    return path === undefined ? reservedVariables[name]?.(event, facts) : parseJsonPath(path)(event);
  };
  let inString = false;
  const filled = template.replace(/\\.|"|<([\w.-]+)>/gs, (token, name: string | undefined) => {
    if (token === '"') inString = !inString;
    if (name === undefined) return token;
    const value = valueOf(name);
    if (value === undefined) return '';
    if (typeof value !== 'string') return JSON.stringify(value);
    return inString ? value : `"${value}"`;
  });
  if (/^\s*[{[]/.test(template) && !isJson(filled)) {
    throw new AwsError('InvalidJsonException', `The input template gives no valid JSON: ${filled}`);
  }
  return filled;
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/<([\w.-]+)>/g)].map(([, name = '']) => name);
}
