import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../json';

/** What `$$` has only while a state's work is being done. */
export interface AttemptContext {
  readonly 'State.Name': string;
  /** ISO 8601. */
  readonly 'State.EnteredTime': string;
  readonly 'State.RetryCount': number;
  readonly 'Task.Token': string;
}

// The engine is given the context once for a run, so that these stand for what changes from state to state.
const mark = randomUUID();
const placeholder = (path: keyof AttemptContext) => `{{${path} ${mark}}}`;

/** The parts of the context object that {@link fillContext} replaces. */
export const PLACEHOLDERS: JsonObject = {
  State: {
    Name: placeholder('State.Name'),
    EnteredTime: placeholder('State.EnteredTime'),
    RetryCount: placeholder('State.RetryCount'),
  },
  Task: { Token: placeholder('Task.Token') },
};

/** Puts the values of one attempt in the place of the placeholders, at any depth and inside longer texts too. */
export function fillContext(value: unknown, context: AttemptContext): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => fillContext(item, context));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fillContext(child, context)]));
  }
  if (typeof value !== 'string' || !value.includes(mark)) return value;
  const whole = Object.entries(context).find(([path]) => value === placeholder(path as keyof AttemptContext));
  if (whole) return whole[1];
  return Object.entries(context).reduce(
    (text, [path, replacement]) =>
      text.replaceAll(placeholder(path as keyof AttemptContext), () => String(replacement)),
    value,
  );
}
