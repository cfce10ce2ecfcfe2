import { rmSync } from 'node:fs';
import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';
import { packagedStack } from './packaged-stack';

const table = (TableName: string, policies: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  ...policies,
  Properties: {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
});
const RETAIN = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const PARAMETERS = { Teams: 'web' };
const IMPORT = { importExistingResources: true };
const TAKEN = {
  code: 'ResourceInUseException',
  message: expect.stringContaining('Kept (AWS::DynamoDB::Table)') as string,
};

let cloud: Cloud;
let folder: string;
let cloudFormation: CloudFormationClient;
let dynamoDb: DynamoDBClient;

/** A cloud with a stack of the usual resources and these. */
async function deployed(resources: object) {
  folder = packagedStack('orders', resources);
  cloud = await startCloud();
  await cloud.deploy(folder, PARAMETERS);
  cloudFormation = new CloudFormationClient(clientOptions(cloud));
  dynamoDb = new DynamoDBClient(clientOptions(cloud));
}

afterEach(async () => {
  cloudFormation.destroy();
  dynamoDb.destroy();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const deleteStack = (StackName = 'orders-dev') => cloudFormation.send(new DeleteStackCommand({ StackName }));
const tables = async () => (await dynamoDb.send(new ListTablesCommand({}))).TableNames;

it('deletes every resource that is not retained, so that the stack can be deployed anew', async () => {
  await deployed({
    Kept: table('kept', RETAIN),
    Lost: table('lost'),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'topic' } },
    Key: { Type: 'AWS::KMS::Key', Properties: {} },
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/key', TargetKeyId: { Ref: 'Key' } } },
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: { ArchiveName: 'archive', SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] } },
    },
  });
  await deleteStack();
  expect(await tables()).toEqual(['kept']);
  const events = new EventBridgeClient(clientOptions(cloud));
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  events.destroy();
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
  expect(cloud.iam.roles()).toEqual([]);
  await expect(cloudFormation.send(new DescribeStacksCommand({ StackName: 'orders-dev' }))).rejects.toThrow(
    'Stack with id orders-dev does not exist',
  );
  // SQS reserves the name of a deleted queue for a minute.
  await cloud.clock.advance(60_000);
  await cloud.deploy(folder, PARAMETERS, IMPORT);
});

it('refuses a table that exists, unless it may be imported: then its items are there', async () => {
  await deployed({ Kept: table('kept', RETAIN) });
  const Item = { id: { S: 'one' } };
  await dynamoDb.send(new PutItemCommand({ TableName: 'kept', Item }));
  await deleteStack();
  await cloud.deploy(folder, PARAMETERS, IMPORT);
  expect(await dynamoDb.send(new GetItemCommand({ TableName: 'kept', Key: Item }))).toMatchObject({ Item });

  await deleteStack();
  await expect(cloud.deploy(folder, PARAMETERS)).rejects.toMatchObject(TAKEN);
});

it('imports no table whose DeletionPolicy would let a later deletion take it', async () => {
  await deployed({ Kept: table('kept', RETAIN) });
  await deleteStack();
  rmSync(folder, { recursive: true });
  folder = packagedStack('orders', { Kept: table('kept') });
  await expect(cloud.deploy(folder, PARAMETERS, IMPORT)).rejects.toMatchObject(TAKEN);
});

it('keeps what it cannot delete, and says which: a bucket that is not empty', async () => {
  await deployed({ Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } } });
  const s3 = new S3Client({ ...clientOptions(cloud), forcePathStyle: true });
  const object = { Bucket: 'files', Key: 'a' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'a' }));
  await deleteStack();
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'orders-dev' }));
  expect(Stacks).toMatchObject([
    { StackStatus: 'DELETE_FAILED', StackStatusReason: 'The following resource(s) failed to delete: [Files]. ' },
  ]);
  expect((await s3.send(new GetObjectCommand(object))).ETag).toBeDefined();
  s3.destroy();
});

it('answers likewise for a stack that does not exist, and refuses what is not modelled', async () => {
  await deployed({});
  await deleteStack('nothing');
  await expect(
    cloudFormation.send(new DeleteStackCommand({ StackName: 'orders-dev', RetainResources: ['Bus'] })),
  ).rejects.toThrow(/does not model RetainResources/);
});
