import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import { about, aboutNothing, requestTags, tagRecord } from '../iam/needs';
import type { Needs, World } from '../world';

interface OfTable {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
}
interface OfTables {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

/** What DynamoDB's operations need of the caller's policies (Service Authorization Reference, "Amazon DynamoDB"). */
export function dynamoDbNeeds({ account, region }: Pick<World, 'account' | 'region'>): Needs {
  const table = (name = '') => (name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`);
  const each = ({ RequestItems = {} }: OfTables) =>
    Object.keys(RequestItems).map((name) => ({ resource: table(name) }));

  return {
    ...aboutNothing('ListTables'),
    ...about<OfTable>(
      [
        'GetItem',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'DescribeTable',
        'UpdateTable',
        'DeleteTable',
        'DescribeTimeToLive',
        'UpdateTimeToLive',
      ],
      ({ TableName }) => table(TableName),
    ),
    ...about<OfTable>(
      ['Query', 'Scan'],
      ({ TableName, IndexName }) => table(TableName) + (IndexName ? `/index/${IndexName}` : ''),
    ),
    BatchGetItem: each,
    BatchWriteItem: each,
    CreateTable({ TableName, Tags }: CreateTableInput) {
      const need = { resource: table(TableName), context: requestTags(tagRecord(Tags)) };
      return Tags?.length ? [need, { ...need, action: 'dynamodb:TagResource' }] : [need];
    },
    ...about<{ ResourceArn?: string }>(['ListTagsOfResource'], ({ ResourceArn = '' }) => ResourceArn),
    ...about<{ ResourceArn?: string; Tags?: { Key?: string; Value?: string }[] }>(
      ['TagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...about<{ ResourceArn?: string; TagKeys?: string[] }>(
      ['UntagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ TagKeys = [] }) => ({ 'aws:TagKeys': TagKeys }),
    ),
  };
}
