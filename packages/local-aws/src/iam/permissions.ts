import type { ConditionContext } from './condition';
import type { OperationPermissions } from '../world';

/** Operations whose actions AWS allows on `*` only. */
export const onAnyResource = (...operations: readonly string[]): OperationPermissions =>
  onResource(operations, () => '*');

/** Operations on one resource, which their input names. */
export function onResource<Input>(
  operations: readonly string[],
  resourceOf: (input: Input) => string,
  contextOf: (input: Input) => ConditionContext = () => ({}),
): OperationPermissions {
  const permission = (input: Input) => [{ resource: resourceOf(input), context: contextOf(input) }];
  return Object.fromEntries(operations.map((operation) => [operation, permission]));
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** A list of tags as a record, which is how conditions read them. */
export const tagRecord = (tags: readonly Tag[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The condition keys of a request that sets tags or names tag keys. */
export const requestTags = (tags: Readonly<Record<string, string>>): ConditionContext => {
  const keys = Object.keys(tags);
  return { 'aws:RequestTag': tags, 'aws:TagKeys': keys.length > 0 ? keys : undefined };
};
