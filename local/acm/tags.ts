import type {
  AddTagsToCertificateRequest,
  ListTagsForCertificateRequest,
  ListTagsForCertificateResponse,
  RemoveTagsFromCertificateRequest,
  Tag,
} from '@aws-sdk/client-acm';
import { AwsError } from '../aws-error';
import type { CertificateRegistry } from './certificate-registry';
import { constraintViolation } from './constraint-violation';

const MOST_TAGS = 50;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Tags = ReadonlyMap<string, string>;

/** Adds tags to those there are, a known key taking the new value; throws what ACM refuses. */
export function withTags(current: Tags, added: readonly Tag[]): Tags {
  if (added.length === 0) throw constraintViolation(added, 'tags', 'have length greater than or equal to 1');
  added.forEach(checkTag);
  // That a key may stand only once in a request is AWS's general rule; ACM's own pages name no error for it.
  if (new Set(added.map(({ Key }) => Key)).size < added.length)
    throw new AwsError('InvalidTagException', 'The request contains the same tag key more than once.');
  const tags = new Map([...current, ...added.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
  if (tags.size > MOST_TAGS)
    throw new AwsError('TooManyTagsException', `A certificate can have no more than ${MOST_TAGS} tags.`);
  return tags;
}

function checkTag({ Key: key = '', Value: value = '' }: Tag, index: number): void {
  const at = (member: string) => `tags.${index + 1}.member.${member}`;
  if (key.length === 0) throw constraintViolation(key, at('key'), 'have length greater than or equal to 1');
  if (key.length > 128) throw constraintViolation(key, at('key'), 'have length less than or equal to 128');
  if (value.length > 256) throw constraintViolation(value, at('value'), 'have length less than or equal to 256');
  const pattern = `satisfy regular expression pattern: ${CHARACTERS.source}`;
  if (!CHARACTERS.test(key)) throw constraintViolation(key, at('key'), pattern);
  if (!CHARACTERS.test(value)) throw constraintViolation(value, at('value'), pattern);
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
      if (Tags.length === 0) throw constraintViolation(Tags, 'tags', 'have length greater than or equal to 1');
      // A value given must match, no value given matches any (API reference, RemoveTagsFromCertificate).
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
