import type {
  AddTagsInput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error';
import type { Inventory } from './inventory';

const TAGS_PER_RESOURCE = 50;

/** Refuses tags that one resource cannot have together. */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length)
    throw new AwsError('DuplicateTagKeys', 'A tag key was specified more than once');
  if (tags.length > TAGS_PER_RESOURCE)
    throw new AwsError('TooManyTags', `A resource can have ${TAGS_PER_RESOURCE} tags`);
  const reserved = keys.find((key) => key?.toLowerCase().startsWith('aws:'));
  if (reserved) throw new AwsError('ValidationError', `The tag key '${reserved}' begins with the reserved prefix aws:`);
}

/** The operations on tags of load balancers, listeners and target groups. */
export function createTags(inventory: Inventory) {
  const tagsOf = (arn: string): readonly Tag[] => {
    if (arn.includes(':loadbalancer/')) inventory.loadBalancer(arn);
    else if (arn.includes(':listener/')) inventory.listener(arn);
    else if (arn.includes(':targetgroup/')) inventory.targetGroup(arn);
    else throw new AwsError('ValidationError', `'${arn}' is not the ARN of a load balancer, listener or target group`);
    return inventory.tags.get(arn) ?? [];
  };

  return {
    DescribeTags({ ResourceArns = [] }: DescribeTagsInput): DescribeTagsOutput {
      return { TagDescriptions: ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [...tagsOf(ResourceArn)] })) };
    },

    AddTags({ ResourceArns = [], Tags = [] }: AddTagsInput) {
      checkTags(Tags);
      const replaced = new Set(Tags.map(({ Key }) => Key));
      const changes = ResourceArns.map((arn) => {
        const tags = [...tagsOf(arn).filter(({ Key }) => !replaced.has(Key)), ...Tags];
        checkTags(tags);
        return [arn, tags] as const;
      });
      for (const [arn, tags] of changes) inventory.tags.set(arn, tags);
      return {};
    },

    RemoveTags({ ResourceArns = [], TagKeys = [] }: RemoveTagsInput) {
      const removed = new Set<string | undefined>(TagKeys);
      const changes = ResourceArns.map((arn) => [arn, tagsOf(arn).filter(({ Key }) => !removed.has(Key))] as const);
      for (const [arn, tags] of changes) inventory.tags.set(arn, tags);
      return {};
    },
  };
}
