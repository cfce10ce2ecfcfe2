import type { ConditionContext } from './condition';
import type { Needs } from '../world';

/** Operations that are about no one thing: AWS knows no resource for their actions. */
export const aboutNothing = (...operations: readonly string[]): Needs => about(operations, () => '*');

/** Operations that are all about the same kind of thing, which their input names. */
export function about<Input>(
  operations: readonly string[],
  resourceOf: (input: Input) => string,
  contextOf: (input: Input) => ConditionContext = () => ({}),
): Needs {
  const need = (input: Input) => [{ resource: resourceOf(input), context: contextOf(input) }];
  return Object.fromEntries(operations.map((operation) => [operation, need]));
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** A list of tags as policies see the tags of a thing. */
export const tagRecord = (tags: readonly Tag[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The condition keys of a request that has tags, or names some. */
export const requestTags = (tags: Readonly<Record<string, string>>): ConditionContext => {
  const keys = Object.keys(tags);
  return { 'aws:RequestTag': tags, 'aws:TagKeys': keys.length > 0 ? keys : undefined };
};
