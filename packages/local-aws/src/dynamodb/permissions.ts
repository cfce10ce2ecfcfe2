import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import { onResource, onAnyResource, requestTags, tagRecord } from '../iam/permissions';
import type { OperationPermissions, World } from '../world';

interface OfTable {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
}
interface OfTables {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

/** The IAM permissions that DynamoDB's operations require (Service Authorization Reference, "Amazon DynamoDB"). */
export function dynamoDbPermissions({ account, region }: Pick<World, 'account' | 'region'>): OperationPermissions {
  const table = (name = '') => (name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`);
  const each = ({ RequestItems = {} }: OfTables) =>
    Object.keys(RequestItems).map((name) => ({ resource: table(name) }));

  return {
    ...onAnyResource('ListTables'),
    ...onResource<OfTable>(
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
    ...onResource<OfTable>(
      ['Query', 'Scan'],
      ({ TableName, IndexName }) => table(TableName) + (IndexName ? `/index/${IndexName}` : ''),
    ),
    BatchGetItem: each,
    BatchWriteItem: each,
    CreateTable({ TableName, Tags }: CreateTableInput) {
      const permission = { resource: table(TableName), context: requestTags(tagRecord(Tags)) };
      return Tags?.length ? [permission, { ...permission, action: 'dynamodb:TagResource' }] : [permission];
    },
    ...onResource<{ ResourceArn?: string }>(['ListTagsOfResource'], ({ ResourceArn = '' }) => ResourceArn),
    ...onResource<{ ResourceArn?: string; Tags?: { Key?: string; Value?: string }[] }>(
      ['TagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...onResource<{ ResourceArn?: string; TagKeys?: string[] }>(
      ['UntagResource'],
      ({ ResourceArn = '' }) => ResourceArn,
      ({ TagKeys = [] }) => ({ 'aws:TagKeys': TagKeys }),
    ),
  };
}
