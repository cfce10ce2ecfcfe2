import { isJsonObject, type JsonObject } from '../json';
import { innerMachines, type AslMachine, type AslState } from './asl';
import { parseResource } from './resource';

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const INPUT_OUTPUT = ['InputPath', 'OutputPath'];
const WORK = [...INPUT_OUTPUT, 'ResultSelector', 'ResultPath', 'Retry', 'Catch', 'Next', 'End'];
const TIMES = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'];
const ITEMS = [
  'ItemProcessor',
  'Iterator',
  'ItemsPath',
  'ItemSelector',
  'Parameters',
  'MaxConcurrency',
  'MaxConcurrencyPath',
];

/** The fields of each type of state that are run as AWS runs them; whatever else a state has is reported. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [...COMMON, ...WORK, ...TIMES, 'Resource', 'Parameters'],
  Parallel: [...COMMON, ...WORK, 'Branches', 'Parameters'],
  Map: [...COMMON, ...WORK, ...ITEMS],
  Pass: [...COMMON, ...INPUT_OUTPUT, 'ResultPath', 'Parameters', 'Result', 'Next', 'End'],
  Wait: [...COMMON, ...INPUT_OUTPUT, 'Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath', 'Next', 'End'],
  Choice: [...COMMON, ...INPUT_OUTPUT, 'Choices', 'Default'],
  Succeed: [...COMMON, ...INPUT_OUTPUT],
  Fail: [...COMMON, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
};
const MACHINE_FIELDS = [
  'Comment',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
  'QueryLanguage',
  'ProcessorConfig',
];
const INVOKE_PARAMETERS = ['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$'];
/** What ErrorPath and CausePath may call: the functions that return a text ("Fail workflow state"). */
const FAIL_INTRINSICS = ['Format', 'JsonToString', 'ArrayGetItem', 'Base64Encode', 'Base64Decode', 'Hash', 'UUID'].map(
  (name) => `States.${name}`,
);

const COMPARISONS = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const RULE_FIELDS = new Set([
  ...['Variable', 'Next', 'Comment', 'And', 'Or', 'Not', 'StringMatches', 'BooleanEquals', 'BooleanEqualsPath'],
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'],
  ...['String', 'Numeric', 'Timestamp'].flatMap((kind) =>
    COMPARISONS.flatMap((comparison) => [`${kind}${comparison}`, `${kind}${comparison}Path`]),
  ),
]);

/**
 * Says in words what of a valid definition the local cloud would not run as AWS does, because its engine ignores it or
 * reads it otherwise; empty when all of it is run.
 *
 * @param definition a definition that an ASL validator accepted
 */
export function unsupportedFeatures(definition: object): string[] {
  return ofMachine(definition as AslMachine, 'the machine');
}

function ofMachine(machine: AslMachine, where: string): string[] {
  const config = (machine as { ProcessorConfig?: JsonObject }).ProcessorConfig;
  return [
    ...unknownFields(machine, MACHINE_FIELDS, where),
    ...language(machine, where),
    ...(config?.['Mode'] === 'DISTRIBUTED' ? [`${where}: distributed Map`] : []),
    ...Object.entries(machine.States).flatMap(([name, state]) => ofState(name, state)),
  ];
}

function ofState(name: string, state: AslState): string[] {
  return [
    ...unknownFields(state, FIELDS[state.Type] ?? [], name),
    ...language(state, name),
    ...(state.Type === 'Task' ? ofTask(name, state) : []),
    ...(state.Type === 'Fail' ? ofFail(name, state) : []),
    ...(state.Choices ?? []).flatMap((rule) => ofRule(name, rule)),
    ...[...(state.Catch ?? []), state].flatMap((holder) => ofResultPath(name, holder['ResultPath'])),
    ...ofPaths(name, state),
    ...innerMachines(state).flatMap((machine) => ofMachine(machine, name)),
  ];
}

function ofTask(name: string, state: AslState): string[] {
  const resource = parseResource(state.Resource ?? '');
  if (!resource) return [`${name}: the resource ${state.Resource ?? ''}`];
  const waitsForToken = resource.kind === 'lambda:invoke' && resource.waitsForToken;
  const parameters = isJsonObject(state['Parameters']) ? state['Parameters'] : {};
  const usesToken = JSON.stringify(parameters).includes('$$.Task.Token');
  return [
    ...(resource.kind === 'function' ? [] : unknownFields(parameters, INVOKE_PARAMETERS, `${name}.Parameters`)),
    ...(waitsForToken && !usesToken ? [`${name}: waits for a token that its Parameters do not hand out`] : []),
    ...(!waitsForToken && usesToken ? [`${name}: $$.Task.Token without .waitForTaskToken`] : []),
    ...(!waitsForToken && ('HeartbeatSeconds' in state || 'HeartbeatSecondsPath' in state)
      ? [`${name}: a heartbeat without .waitForTaskToken`]
      : []),
  ];
}

function ofFail(name: string, state: AslState): string[] {
  return ['ErrorPath', 'CausePath'].flatMap((field) => {
    const path = state[field];
    if (typeof path !== 'string' || path.startsWith('$')) return [];
    const [, intrinsic = path] = /^(States\.\w+)\(.*\)$/s.exec(path) ?? [];
    return FAIL_INTRINSICS.includes(intrinsic) ? [] : [`${name}: ${intrinsic} in ${field}`];
  });
}

function ofRule(name: string, rule: JsonObject): string[] {
  const matches = rule['StringMatches'];
  return [
    ...unknownFields(rule, [...RULE_FIELDS], name),
    ...(typeof matches === 'string' && matches.includes('?') ? [`${name}: a question mark in StringMatches`] : []),
    ...[rule['And'], rule['Or'], rule['Not']]
      .flat()
      .filter(isJsonObject)
      .flatMap((inner) => ofRule(name, inner)),
  ];
}

function ofResultPath(name: string, path: unknown): string[] {
  if (path === null) return [`${name}: a ResultPath of null`];
  return typeof path === 'string' && !/^\$(\.[\w-]+)*$/.test(path) ? [`${name}: the ResultPath ${path}`] : [];
}

/** Every path of a state's own fields, without those of the machines inside it. */
function ofPaths(name: string, state: AslState): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, key: string, inParameters: boolean): void => {
    if (Array.isArray(value)) value.forEach((item) => visit(item, key, inParameters));
    else if (isJsonObject(value)) {
      for (const [field, child] of Object.entries(value)) visit(child, field, inParameters);
    } else if (typeof value === 'string' && (key.endsWith('.$') || key.endsWith('Path') || key === 'Variable')) {
      if (value.startsWith('$') && /\*|\.\.|\?|:|,/.test(value)) found.add(`${name}: the path ${value}`);
      const changing = value.replace(/\$\$\.(Execution|StateMachine|Map)\b/g, '');
      if (changing.includes('$$') && !inParameters) found.add(`${name}: ${value} outside the Parameters of a Task`);
    }
  };
  for (const [field, value] of Object.entries(state)) {
    if (['Branches', 'ItemProcessor', 'Iterator'].includes(field)) continue;
    visit(value, field, state.Type === 'Task' && field === 'Parameters');
  }
  return [...found];
}

function language(holder: object, where: string): string[] {
  const used = (holder as { QueryLanguage?: string }).QueryLanguage ?? 'JSONPath';
  return used === 'JSONPath' ? [] : [`${where}: QueryLanguage ${used}`];
}

function unknownFields(holder: object, known: readonly string[], where: string): string[] {
  return Object.keys(holder)
    .filter((field) => !known.includes(field))
    .map((field) => `${where}: ${field}`);
}
