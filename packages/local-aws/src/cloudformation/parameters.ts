import { validationError, type Template, type TemplateParameter } from './template';

/** A string, or a list of strings for the list types. */
export type ParameterValue = string | readonly string[];

/** The parameters' values, given or default, each checked against its declaration. */
export function resolveParameters(
  declared: Template['Parameters'] = {},
  given: Readonly<Record<string, string>>,
): Map<string, ParameterValue> {
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values = Object.entries(declared).map(([name, parameter]) => {
    const text = given[name] ?? parameter.Default;
    return [name, parameter, text === undefined ? undefined : String(text)] as const;
  });
  const missing = values.flatMap(([name, , text]) => (text === undefined ? [name] : []));
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return new Map(values.map(([name, parameter, text = '']) => [name, parse(name, parameter, text)]));
}

function parse(name: string, parameter: TemplateParameter, text: string): ParameterValue {
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type === 'List<Number>';
  const items = isList ? text.split(',').map((item) => item.trim()) : [text];
  for (const item of items) {
    const fault = faultOf(parameter, item);
    if (fault) throw validationError(`Parameter '${name}' ${parameter.ConstraintDescription ?? fault}`);
  }
  return isList ? items : text;
}

function faultOf(parameter: TemplateParameter, text: string): string | undefined {
  const { AllowedValues, AllowedPattern, MinLength = 0, MaxLength = Infinity } = parameter;
  if (AllowedValues && !AllowedValues.some((allowed) => String(allowed) === text)) {
    return `must be one of AllowedValues [${AllowedValues.join(', ')}]`;
  }
  // The pattern must match the whole value, whether it is anchored or not.
  if (AllowedPattern && !new RegExp(`^(?:${AllowedPattern})$`).test(text)) {
    return `must match pattern ${AllowedPattern}`;
  }
  if (parameter.Type === 'String' && (text.length < MinLength || text.length > MaxLength)) {
    return `must contain ${MinLength} to ${MaxLength} characters`;
  }
  if (parameter.Type.includes('Number')) {
    const { MinValue = -Infinity, MaxValue = Infinity } = parameter;
    if (text.trim() === '' || Number.isNaN(Number(text))) return 'must be a number';
    if (Number(text) < MinValue || Number(text) > MaxValue) return `must be a number from ${MinValue} to ${MaxValue}`;
  }
  return undefined;
}
