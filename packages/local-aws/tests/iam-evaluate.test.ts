import { evaluate, type AccessRequest } from '../src/iam/evaluate';
import { policySchema } from '../src/iam/policy';
import { UndecidableError } from '../src/iam/access-denied';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failed';
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/bus/requested';
const ROLE = 'arn:aws:iam::123456789012:role/worker';
const SESSION = 'arn:aws:sts::123456789012:assumed-role/worker/one';

const base = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
};
const verdict = (
  statements: object[],
  principal = 'events.amazonaws.com',
  context: AccessRequest['context'] = { 'aws:SourceArn': RULE, 'aws:SourceAccount': undefined },
) =>
  evaluate(policySchema.parse({ Version: '2012-10-17', Statement: statements }), {
    principal,
    action: 'sqs:SendMessage',
    resource: QUEUE,
    context,
  });

describe('a policy allows what', () => {
  test.each<[string, object, 'allow' | 'silent']>([
    ['it names', {}, 'allow'],
    ['its wildcards match', { Action: ['sqs:Send*'], Resource: 'arn:aws:sqs:*' }, 'allow'],
    ['it names in other case', { Action: 'SQS:sendmessage' }, 'allow'],
    ['it does not name as an action', { Action: 'sqs:ReceiveMessage' }, 'silent'],
    ['it does not except', { Action: undefined, NotAction: 'sqs:ReceiveMessage' }, 'allow'],
    ['it does not name as a resource', { Resource: `${QUEUE}-too` }, 'silent'],
    ['another service', { Principal: { Service: ['sns.amazonaws.com'] } }, 'silent'],
    ['anybody', { Principal: '*' }, 'allow'],
  ])('%s (%#)', (_, changes, expected) => {
    expect(verdict([{ ...base, ...changes }])).toBe(expected);
  });

  test('one statement allows, but not when another denies it', () => {
    expect(verdict([{ ...base, Effect: 'Deny', Action: '*' }, base])).toBe('deny');
    expect(verdict([{ ...base, Effect: 'Deny', Action: 'sqs:Receive*' }, base])).toBe('allow');
  });

  test.each<[string, AccessRequest['context'], 'deny' | 'allow']>([
    ['that one of its values matches', { 'acm:DomainNames': ['a.test', 'b.other'] }, 'deny'],
    ['that none of its values matches', { 'acm:DomainNames': ['a.test', 'b.test'] }, 'allow'],
    ['that has no value', { 'acm:DomainNames': undefined }, 'allow'],
  ])('what is allowed is denied by ForAnyValue for a key %s', (_, context, expected) => {
    const Condition = { 'ForAnyValue:StringLike': { 'acm:DomainNames': ['*.other', '*.another'] } };
    expect(verdict([base, { ...base, Effect: 'Deny', Condition }], undefined, context)).toBe(expected);
  });

  test.each([
    ['the role', ROLE, 'allow'],
    ['the session', SESSION, 'allow'],
    ['everybody', '*', 'allow'],
    // The account's own policies decide then.
    ['its account', '123456789012', 'delegate'],
    ["its account's root", 'arn:aws:iam::123456789012:root', 'delegate'],
    ['another role', `${ROLE}-too`, 'silent'],
    ['another account', 'arn:aws:iam::999999999999:root', 'silent'],
  ])('naming %s as its principal says %s: %s', (_, AWS, expected) => {
    expect(verdict([{ ...base, Principal: { AWS } }], SESSION)).toBe(expected);
  });
});

const TAGS = { 'aws:ResourceTag': { 'my-app:stack': 'dev', Team: 'web' } };

describe('a condition', () => {
  const DNS = { 'acm:ValidationMethod': 'DNS' };
  const NAMES = { 'acm:DomainNames': ['a.test', 'b.test'] };
  const SOURCE = { 'aws:SourceArn': RULE };
  const ABSENT = { 'acm:ValidationMethod': undefined, 'acm:DomainNames': undefined, 'aws:SourceArn': undefined };

  test.each<[string, string, unknown, AccessRequest['context'], boolean]>([
    ['StringEquals', 'acm:ValidationMethod', 'DNS', DNS, true],
    ['StringEquals', 'acm:ValidationMethod', 'dns', DNS, false],
    ['StringEquals', 'acm:ValidationMethod', 'D*', DNS, false],
    ['StringEquals', 'acm:ValidationMethod', ['HTTP', 'DNS'], DNS, true],
    ['StringEquals', 'acm:ValidationMethod', 'DNS', ABSENT, false],
    ['StringEquals', 'ACM:validationmethod', 'DNS', DNS, true],
    ['StringEqualsIgnoreCase', 'acm:ValidationMethod', 'dns', DNS, true],
    ['StringEqualsIfExists', 'acm:ValidationMethod', 'EMAIL', ABSENT, true],
    ['StringEqualsIfExists', 'acm:ValidationMethod', 'EMAIL', DNS, false],
    ['StringNotEquals', 'acm:ValidationMethod', 'EMAIL', DNS, true],
    ['StringNotEquals', 'acm:ValidationMethod', ['EMAIL', 'DNS'], DNS, false],
    ['StringNotEquals', 'acm:ValidationMethod', 'EMAIL', ABSENT, true],
    ['StringLike', 'acm:ValidationMethod', 'D?S', DNS, true],
    ['StringLike', 'acm:ValidationMethod', 'D.S', DNS, false],
    ['StringNotLike', 'acm:ValidationMethod', 'D*', DNS, false],
    ['ArnEquals', 'aws:SourceArn', RULE, SOURCE, true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:events:*:*:rule/bus/*', SOURCE, true],
    ['ArnLike', 'aws:SourceArn', `${RULE}-too`, SOURCE, false],
    // Each component is compared alone: a wildcard reaches over no colon.
    ['ArnLike', 'aws:SourceArn', 'arn:aws:*:rule/bus/requested', SOURCE, false],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*', SOURCE, true],
    ['Bool', 'aws:ViaAWSService', true, { 'aws:ViaAWSService': 'true' }, true],
    ['Bool', 'aws:ViaAWSService', 'false', { 'aws:ViaAWSService': 'true' }, false],
    ['Null', 'aws:SourceArn', 'true', ABSENT, true],
    ['Null', 'aws:SourceArn', 'true', SOURCE, false],
    ['Null', 'aws:SourceArn', false, SOURCE, true],
    ['Null', 'aws:ResourceTag/my-app:retired', 'false', TAGS, false],
    ['ForAllValues:StringEquals', 'acm:DomainNames', ['a.test', 'b.test', 'c.test'], NAMES, true],
    ['ForAllValues:StringEquals', 'acm:DomainNames', ['a.test'], NAMES, false],
    ['ForAllValues:StringEquals', 'acm:DomainNames', ['a.test'], ABSENT, true],
    ['ForAllValues:StringLike', 'acm:DomainNames', '*.test', NAMES, true],
    ['ForAllValues:StringNotLike', 'acm:DomainNames', 'b.*', NAMES, false],
    ['ForAnyValue:StringEquals', 'acm:DomainNames', ['b.test'], NAMES, true],
    ['ForAnyValue:StringEquals', 'acm:DomainNames', ['c.test'], NAMES, false],
    ['ForAnyValue:StringEquals', 'acm:DomainNames', ['a.test'], ABSENT, false],
    ['ForAnyValue:StringNotLike', 'acm:DomainNames', 'b.*', NAMES, true],
    ['ForAnyValue:StringNotLike', 'acm:DomainNames', '*.test', ABSENT, false],
    ['StringEquals', 'aws:ResourceTag/my-app:stack', 'dev', TAGS, true],
    ['StringEquals', 'aws:ResourceTag/team', 'web', TAGS, true],
    ['StringEquals', 'aws:ResourceTag/owner', 'web', TAGS, false],
  ])('%s %s %j holds with %j: %s', (operator, key, values, context, expected) => {
    const statement = { ...base, Condition: { [operator]: { [key]: values } } };
    expect(verdict([statement], undefined, context)).toBe(expected ? 'allow' : 'silent');
  });

  test('holds only together with all others', () => {
    const Condition = { StringEquals: { 'acm:ValidationMethod': 'DNS' }, ArnEquals: { 'aws:SourceArn': QUEUE } };
    expect(verdict([{ ...base, Condition }], undefined, { ...DNS, ...SOURCE })).toBe('silent');
  });
});

describe('it cannot be decided', () => {
  test.each<[string, object]>([
    ['an operator', { Condition: { NumericLessThan: { 'aws:SourceArn': '1' } } }],
    ['a key', { Condition: { StringEquals: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ['a key, if it exists', { Condition: { StringEqualsIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ['a key, whether it exists', { Condition: { Null: { 'aws:MultiFactorAuthPresent': 'true' } } }],
    ['a policy variable in a condition', { Condition: { StringLike: { 'aws:SourceArn': '${aws:username}' } } }],
    ['a policy variable in a resource', { Resource: 'arn:aws:sqs:*:*:${aws:username}' }],
    ['a type of principal', { Principal: { Federated: 'x' } }],
  ])('what a statement with %s that is not modelled allows', (_, changes) => {
    expect(() => verdict([{ ...base, ...changes }])).toThrow(UndecidableError);
  });

  test('what a key of several values allows without a set operator', () => {
    const Condition = { StringEquals: { 'acm:DomainNames': 'a.test' } };
    expect(() => verdict([{ ...base, Condition }], undefined, { 'acm:DomainNames': ['a.test'] })).toThrow(
      UndecidableError,
    );
  });

  test('but a statement about another action does not matter', () => {
    const Condition = { NumericLessThan: { 'aws:SourceArn': '1' } };
    expect(verdict([base, { ...base, Action: 'sqs:ReceiveMessage', Condition }])).toBe('allow');
  });
});
