import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorCode, fixedResponse, present, startElbv2, type RunningElbv2 } from './elbv2-fixture';

let cloud: RunningElbv2;
let loadBalancer: string;
let listener: string;

beforeEach(async () => {
  cloud = await startElbv2();
  loadBalancer = await cloud.createLoadBalancer('web');
  listener = await cloud.createListener({ LoadBalancerArn: loadBalancer, DefaultActions: [fixedResponse('default')] });
});
afterEach(() => cloud.close());

const host = (...Values: string[]): elb.RuleCondition => ({ Field: 'host-header', HostHeaderConfig: { Values } });
const path = (...Values: string[]): elb.RuleCondition => ({ Field: 'path-pattern', PathPatternConfig: { Values } });

const createRule = (Priority: number, input: Partial<elb.CreateRuleInput>) =>
  cloud.send(
    new elb.CreateRuleCommand({
      ListenerArn: listener,
      Priority,
      Conditions: [host('app.example.test')],
      Actions: [fixedResponse(`rule ${Priority}`)],
      ...input,
    }),
  );
const rulesOf = async (input: elb.DescribeRulesInput) =>
  present((await cloud.send(new elb.DescribeRulesCommand(input))).Rules);
const createTargetGroup = async (Name: string) => {
  const input = { Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-0a1b2c3d', TargetType: 'ip' } as const;
  const { TargetGroups } = await cloud.send(new elb.CreateTargetGroupCommand(input));
  return present(TargetGroups?.[0]?.TargetGroupArn);
};

function ask(host: string, path = '/', port = 80): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: cloud.realPort(port), path, headers: { host }, agent: false };
    const outgoing = request(options, (incoming) => {
      text(incoming).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('a request goes where', () => {
  beforeEach(async () => {
    await createRule(30, { Conditions: [path('/img/*', '/icon.?ng')] });
    await createRule(10, { Conditions: [host('app.example.test')] });
    await createRule(20, { Conditions: [host('*.shop.example.test'), path('/Orders')] });
  });

  it.each([
    ['its host has a rule', 'app.example.test', '/', 'rule 10'],
    ['its host has a rule, whatever its case and port', 'APP.example.test:8080', '/', 'rule 10'],
    ['the rule of the lowest priority says, when several take it', 'app.example.test', '/img/a', 'rule 10'],
    ['its path has a rule', 'other.example.test', '/img/a/b?c=d', 'rule 30'],
    ['its path has a rule with another pattern', 'other.example.test', '/icon.png', 'rule 30'],
    ['host and path have a rule together', 'my.shop.example.test', '/Orders?id=7', 'rule 20'],
    ['the default says, when only its host matches', 'my.shop.example.test', '/', 'default'],
    ['the default says, when its path is of another case', 'my.shop.example.test', '/orders', 'default'],
    ['the default says, when only a query matches', 'other.example.test', '/?x=/img/a', 'default'],
    ['the default says, when a dot is no wildcard', 'appxexample.test', '/', 'default'],
  ])('%s', async (_case, name, url, answer) => {
    expect(await ask(name, url)).toBe(answer);
  });
});

it('a rule holds from the next request on, and for its listener alone', async () => {
  await cloud.createListener({ LoadBalancerArn: loadBalancer, Port: 8080, DefaultActions: [fixedResponse('other')] });
  expect(await ask('app.example.test')).toBe('default');
  await createRule(1, {});
  expect(await ask('app.example.test')).toBe('rule 1');
  expect(await ask('app.example.test', '/', 8080)).toBe('other');
});

it('rules are described in the order of their priorities, the default last', async () => {
  await createRule(20, { Conditions: [{ Field: 'path-pattern', Values: ['/a'] }] });
  const { Rules: [created] = [] } = await createRule(3, { Conditions: [host('a.test', 'b.test')] });
  const rules = await rulesOf({ ListenerArn: listener });
  expect(rules).toMatchObject([
    {
      Priority: '3',
      IsDefault: false,
      Conditions: [
        { Field: 'host-header', Values: ['a.test', 'b.test'], HostHeaderConfig: { Values: ['a.test', 'b.test'] } },
      ],
      Actions: [{ Type: 'fixed-response' }],
    },
    { Priority: '20', Conditions: [{ Field: 'path-pattern', Values: ['/a'], PathPatternConfig: { Values: ['/a'] } }] },
    { Priority: 'default', IsDefault: true, Conditions: [] },
  ]);
  expect(rules[0]).toEqual(created);
  expect(await rulesOf({ RuleArns: rules.map(({ RuleArn }) => RuleArn ?? '').reverse() })).toEqual(rules.reverse());
});

it('a page of rules names the next', async () => {
  await createRule(1, {});
  const first = await cloud.send(new elb.DescribeRulesCommand({ ListenerArn: listener, PageSize: 1 }));
  const second = await cloud.send(
    new elb.DescribeRulesCommand({ ListenerArn: listener, PageSize: 1, Marker: first.NextMarker }),
  );
  expect([first, second].flatMap(({ Rules = [] }) => Rules.map(({ Priority }) => Priority))).toEqual(['1', 'default']);
  expect(second.NextMarker).toBeUndefined();
});

it('a rule ends with its listener', async () => {
  const { Rules: [rule] = [] } = await createRule(1, {});
  await cloud.send(new elb.DeleteListenerCommand({ ListenerArn: listener }));
  expect(await errorCode(rulesOf({ RuleArns: [rule?.RuleArn ?? ''] }))).toBe('RuleNotFound');
});

it('a target group that a rule forwards to is in use, and on this load balancer alone', async () => {
  const TargetGroupArn = await createTargetGroup('app');
  const Actions = [{ Type: 'forward', TargetGroupArn }] satisfies elb.Action[];
  await createRule(1, { Actions });
  expect(await errorCode(cloud.send(new elb.DeleteTargetGroupCommand({ TargetGroupArn })))).toBe('ResourceInUse');
  const LoadBalancerArn = await cloud.createLoadBalancer('other');
  expect(await errorCode(cloud.createListener({ LoadBalancerArn, DefaultActions: Actions }))).toBe(
    'TargetGroupAssociationLimit',
  );
});

it('a load balancer has 100 rules besides its defaults', async () => {
  for (let priority = 1; priority <= 99; priority += 1) await createRule(priority, {});
  listener = await cloud.createListener({ LoadBalancerArn: loadBalancer, Port: 8080 });
  await createRule(1, {});
  expect(await errorCode(createRule(2, {}))).toBe('TooManyRules');
});

it.each<[string, string, Partial<elb.CreateRuleInput>]>([
  ['an unknown listener', 'ListenerNotFound', { ListenerArn: 'arn:aws:elasticloadbalancing:::x' }],
  ['a priority that is taken', 'PriorityInUse', { Priority: 7 }],
  ['the priority 0', 'ValidationError', { Priority: 0 }],
  ['the priority 50001', 'ValidationError', { Priority: 50_001 }],
  ['no conditions', 'ValidationError', { Conditions: [] }],
  ['a condition without values', 'ValidationError', { Conditions: [host()] }],
  ['values given twice', 'ValidationError', { Conditions: [{ ...host('a.test'), Values: ['a.test'] }] }],
  ['six values', 'ValidationError', { Conditions: [host('a.t', 'b.t', 'c.t'), path('/a', '/b', '/c')] }],
  ['two host conditions', 'ValidationError', { Conditions: [host('a.test'), host('b.test')] }],
  ['a host without a dot', 'ValidationError', { Conditions: [host('localhost')] }],
  ['a host that ends in a wildcard', 'ValidationError', { Conditions: [host('example.*')] }],
  ['a path with a space', 'ValidationError', { Conditions: [path('/a b')] }],
  ['a path of 129 characters', 'ValidationError', { Conditions: [path(`/${'a'.repeat(128)}`)] }],
  ['no action', 'ValidationError', { Actions: [] }],
  ['an unknown target group', 'TargetGroupNotFound', { Actions: [{ Type: 'forward', TargetGroupArn: 'x' }] }],
  ['a header condition', 'NotImplemented', { Conditions: [{ Field: 'http-header' }] }],
  [
    'a regular expression',
    'NotImplemented',
    { Conditions: [{ Field: 'host-header', HostHeaderConfig: { RegexValues: ['a'] } }] },
  ],
  [
    'the values of another field',
    'NotImplemented',
    { Conditions: [{ Field: 'host-header', PathPatternConfig: { Values: ['/'] } }] },
  ],
  ['tags', 'NotImplemented', { Tags: [{ Key: 'a', Value: 'b' }] }],
])('a rule with %s is refused', async (_case, code, input) => {
  await createRule(7, {});
  expect(await errorCode(createRule(8, input))).toBe(code);
  expect(await rulesOf({ ListenerArn: listener })).toHaveLength(2);
});
