import type {
  AddTagsToCertificateRequest,
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse,
  RemoveTagsFromCertificateRequest,
  Tag,
} from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { CertificateRegistry } from './certificate-registry';
import { checkLength, checkPattern } from './constraints';

const MOST_TAGS = 50;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Tags = ReadonlyMap<string, string>;

/** Adds tags, replacing those with the same key; throws ACM's errors. */
export function withTags(current: Tags, added: readonly Tag[]): Tags {
  checkLength(added, 1, Infinity, 'tags');
  added.forEach(checkTag);
  // That a request may have a key only once is AWS's general rule; ACM's pages name no error for it.
  if (new Set(added.map(({ Key }) => Key)).size < added.length)
    throw new AwsError('InvalidTagException', 'The request contains the same tag key more than once.');
  const tags = new Map([...current, ...added.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
  if (tags.size > MOST_TAGS)
    throw new AwsError('TooManyTagsException', `A certificate can have no more than ${MOST_TAGS} tags.`);
  return tags;
}

function checkTag({ Key: key = '', Value: value = '' }: Tag, index: number): void {
  const at = (member: string) => `tags.${index + 1}.member.${member}`;
  checkLength(key, 1, 128, at('key'));
  checkLength(value, 0, 256, at('value'));
  checkPattern(key, CHARACTERS, at('key'));
  checkPattern(value, CHARACTERS, at('value'));
  if (/^aws:/i.test(key) || /^aws:/i.test(value))
    throw new AwsError('InvalidTagException', 'Tag keys and values must not begin with "aws:".');
}

/** AddTagsToCertificate, RemoveTagsFromCertificate and ListTagsForCertificate. */
export function createTagOperations(registry: CertificateRegistry) {
  return {
    AddTagsToCertificate({ CertificateArn, Tags = [] }: AddTagsToCertificateRequest) {
      const { arn, tags } = registry.find(CertificateArn);
      const next = withTags(tags, Tags);
      registry.update(arn, (current) => ({ ...current, tags: next }));
    },

    RemoveTagsFromCertificate({ CertificateArn, Tags = [] }: RemoveTagsFromCertificateRequest) {
      const { arn, tags } = registry.find(CertificateArn);
      checkLength(Tags, 1, MOST_TAGS, 'tags');
      // A given value must match; without one, any value matches (API reference, RemoveTagsFromCertificate).
      const isRemoved = (key: string, value: string) =>
        Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
      const next = new Map([...tags].filter(([key, value]) => !isRemoved(key, value)));
      registry.update(arn, (current) => ({ ...current, tags: next }));
    },

    ListTagsForCertificate({ CertificateArn }: ListTagsForCertificateRequest): ListTagsForCertificateResponse {
      return { Tags: [...registry.find(CertificateArn).tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
