import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';
import { policySchema } from '../src/iam/policy';

const TRUST = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const ZONES = { Statement: [{ Effect: 'Allow', Action: 'route53:ListHostedZones', Resource: '*' }] };
const RoleName = 'worker';

let cloud: Cloud;
let client: IAMClient;

beforeEach(async () => {
  cloud = await startCloud();
  client = new IAMClient(clientOptions(cloud));
  cloud.iam.createRole(RoleName, policySchema.parse(TRUST), ['arn:aws:iam::aws:policy/service-role/Basic']);
  cloud.iam.putRolePolicy(RoleName, 'zones', policySchema.parse(ZONES));
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
});

it('describes a role, its inline policies and those that are attached', async () => {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::123456789012:role/worker',
    CreateDate: expect.any(Date),
  });
  expect(Role?.PermissionsBoundary).toBeUndefined();
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
    Statement: [{ Effect: 'Allow' }],
  });
  const { PolicyNames } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  expect(PolicyNames).toEqual(['zones']);
  const { AttachedPolicies } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([{ PolicyArn: 'arn:aws:iam::aws:policy/service-role/Basic', PolicyName: 'Basic' }]);
});

it('does not know a role that is not there', async () => {
  await expect(client.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The role with name nobody cannot be found.',
  });
});

it('attaches a policy once, and deletes a role only without policies', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  cloud.iam.createRole('plain', policySchema.parse(TRUST));
  await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { AttachedPolicies } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['Basic', 'AdministratorAccess']);

  await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'zones' }));
  await expect(client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'zones' }))).rejects.toThrow(
    /role policy with name zones cannot be found/,
  );
  await expect(client.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });
  await client.send(new DeleteRoleCommand({ RoleName: 'plain' }));
  await expect(client.send(new GetRoleCommand({ RoleName: 'plain' }))).rejects.toThrow(/cannot be found/);
});

it('refuses a call of a role whose permissions boundary is not modelled, and says so', async () => {
  const { arn } = cloud.iam.requireRole(RoleName);
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.iam.assumeRole(arn, 'lambda.amazonaws.com');
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const route53 = new Route53Client({ ...clientOptions(cloud), credentials });
  await route53.send(new ListHostedZonesCommand({}));

  const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/limit';
  await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await expect(route53.send(new ListHostedZonesCommand({}))).rejects.toThrow(/permissions boundary .*policy\/limit/);
  expect(printed).toHaveBeenCalled();
  printed.mockRestore();
  route53.destroy();
});
