import { rmSync } from 'node:fs';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';
import { packagedStack } from './packaged-stack';

const STACK = 'orders-dev';

const folder = packagedStack('orders');
let cloud: Cloud;
let client: CloudFormationClient;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.deploy(folder, { Teams: 'web,mail' });
  client = new CloudFormationClient(clientOptions(cloud));
});

afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

it('describes a stack, its parameters with their defaults as text, and its outputs', async () => {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: STACK }));
  expect(stack).toMatchObject({ StackName: STACK, StackStatus: 'CREATE_COMPLETE', CreationTime: expect.any(Date) });
  expect(stack?.StackId).toMatch(/^arn:aws:cloudformation:eu-west-1:123456789012:stack\/orders-dev\//);
  expect(stack?.Parameters).toEqual(
    expect.arrayContaining([
      { ParameterKey: 'Teams', ParameterValue: 'web,mail' },
      { ParameterKey: 'Sources', ParameterValue: '' },
      { ParameterKey: 'Retries', ParameterValue: '10' },
    ]),
  );
  expect(stack?.Outputs).toEqual(expect.arrayContaining([{ OutputKey: 'BusName', OutputValue: STACK }]));
});

it('finds a stack by its id too, and lists all when none is named', async () => {
  const { Stacks: [listed] = [] } = await client.send(new DescribeStacksCommand({}));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: listed?.StackId }));
  expect(Stacks).toMatchObject([{ StackName: STACK }]);
});

it('lists what a stack has made, as `Ref` answers it', async () => {
  const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName: STACK }));
  expect(StackResourceSummaries).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        LogicalResourceId: 'OrderPlacedRule',
        PhysicalResourceId: `${STACK}|${STACK}-order-placed`,
        ResourceType: 'AWS::Events::Rule',
        ResourceStatus: 'CREATE_COMPLETE',
      }),
    ]),
  );
});

it('says what AWS says of a stack that is not there', async () => {
  const asked = client.send(new DescribeStacksCommand({ StackName: 'other' }));
  await expect(asked).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id other does not exist' });
});

it('gives the template that a stack was made from', async () => {
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: STACK }));
  const template = JSON.parse(TemplateBody) as { Resources: Record<string, { Type: string }> };
  expect(template.Resources['ReaderRole']).toMatchObject({ Type: 'AWS::IAM::Role' });
  await expect(client.send(new GetTemplateCommand({ StackName: 'none' }))).rejects.toThrow(/does not exist/);
});
