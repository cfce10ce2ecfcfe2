import type {
  ListTagsForResourceRequest,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import type { EventBus } from './event-bus';

/** The tags of buses and rules, by ARN. */
export type Tags = Map<string, Map<string, string>>;

/** Adds tags to a bus or a rule, replacing those with the same key. */
export function addTags(tags: Tags, arn: string, added: readonly Tag[] | undefined): void {
  const known = tags.get(arn) ?? new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of added ?? []) known.set(key, value);
  tags.set(arn, known);
}

/** The operations on the tags of buses and rules. */
export function tagOperations(buses: ReadonlyMap<string, EventBus>, tags: Tags): Record<string, Operation> {
  const requireResource = (arn = '') => {
    const all = [...buses.values()].flatMap((bus) => [bus.arn, ...[...bus.rules.values()].map((rule) => rule.arn)]);
    if (!all.includes(arn)) throw new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist.`);
    return arn;
  };
  return {
    TagResource(input: TagResourceRequest) {
      addTags(tags, requireResource(input.ResourceARN), input.Tags);
      return {};
    },
    UntagResource(input: UntagResourceRequest) {
      const known = tags.get(requireResource(input.ResourceARN));
      for (const key of input.TagKeys ?? []) known?.delete(key);
      return {};
    },
    ListTagsForResource(input: ListTagsForResourceRequest) {
      const known = tags.get(requireResource(input.ResourceARN)) ?? new Map<string, string>();
      return { Tags: [...known].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
