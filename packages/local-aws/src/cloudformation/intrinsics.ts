import { validationError, type TemplateValue } from './template';

/** What intrinsic functions look up in a stack. */
export interface Scope {
  /** The value of a parameter or pseudo parameter, or what `Ref` returns for a resource. */
  readonly ref: (name: string) => TemplateValue;
  readonly attribute: (logicalId: string, name: string) => TemplateValue;
  readonly condition: (name: string) => boolean;
  readonly mapping: (name: string, topKey: string, secondKey: string) => TemplateValue;
}

type Intrinsic = (argument: TemplateValue, scope: Scope) => TemplateValue;

/**
 * Evaluates the intrinsic functions in a value. A property that evaluates to `AWS::NoValue` (undefined here) is
 * removed; an intrinsic function that is not modelled is refused.
 */
export function evaluate(value: TemplateValue, scope: Scope): TemplateValue {
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[]).map((item) => evaluate(item, scope)).filter(isPresent);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key = '', argument] = entries[0] ?? [];
  if (entries.length === 1 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))) {
    const intrinsic = INTRINSICS[key];
    // `Condition` is an intrinsic function within conditions, and an ordinary key of a policy statement elsewhere.
    if (intrinsic && (key !== 'Condition' || typeof argument === 'string')) return intrinsic(argument, scope);
    if (key !== 'Condition') throw validationError(`The local cloud does not model the intrinsic function ${key}`);
  }
  return Object.fromEntries(
    entries.map(([name, item]) => [name, evaluate(item, scope)] as const).filter(([, item]) => isPresent(item)),
  );
}

const isPresent = (value: unknown) => value !== undefined;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(text('Ref', name)),
  Condition: (name, scope) => scope.condition(text('Condition', name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : list('Fn::GetAtt', argument);
    const attribute = path.map((part) => text('Fn::GetAtt', evaluate(part, scope))).join('.');
    return scope.attribute(text('Fn::GetAtt', logicalId), attribute);
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables = {}] = typeof argument === 'string' ? [argument] : list('Fn::Sub', argument);
    return text('Fn::Sub', template).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      return text('Fn::Sub', evaluate(variableOf(name.trim(), variables), scope));
    });
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, values] = list('Fn::Join', argument);
    return list('Fn::Join', evaluate(values, scope))
      .map((value) => text('Fn::Join', value))
      .join(text('Fn::Join', delimiter));
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = list('Fn::Split', argument);
    return text('Fn::Split', evaluate(source, scope)).split(text('Fn::Split', delimiter));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list('Fn::Select', argument);
    const selected = list('Fn::Select', evaluate(values, scope))[Number(evaluate(index, scope))];
    if (selected === undefined) throw validationError('Template error: Fn::Select cannot select a value at that index');
    return selected;
  },
  'Fn::FindInMap': (argument, scope) => {
    const [name, topKey, secondKey] = list('Fn::FindInMap', evaluate(argument, scope));
    return scope.mapping(text('Fn::FindInMap', name), text('Fn::FindInMap', topKey), text('Fn::FindInMap', secondKey));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list('Fn::If', argument);
    return evaluate(scope.condition(text('Fn::If', condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list('Fn::Equals', evaluate(argument, scope));
    return text('Fn::Equals', left) === text('Fn::Equals', right);
  },
  'Fn::And': (argument, scope) => list('Fn::And', argument).every((item) => evaluate(item, scope) === true),
  'Fn::Or': (argument, scope) => list('Fn::Or', argument).some((item) => evaluate(item, scope) === true),
  'Fn::Not': (argument, scope) => evaluate(list('Fn::Not', argument)[0], scope) !== true,
};

function variableOf(name: string, variables: TemplateValue): TemplateValue {
  if (typeof variables === 'object' && variables !== null && !Array.isArray(variables) && name in variables) {
    return Reflect.get(variables, name) as TemplateValue;
  }
  return name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
}

/** A value that must be a string, number or boolean, as text. */
export function text(intrinsic: string, value: TemplateValue): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(`Template error: ${intrinsic} needs a string, not ${JSON.stringify(value)}`);
}

function list(intrinsic: string, value: TemplateValue): readonly TemplateValue[] {
  if (Array.isArray(value)) return value as readonly TemplateValue[];
  throw validationError(`Template error: ${intrinsic} needs a list, not ${JSON.stringify(value)}`);
}
