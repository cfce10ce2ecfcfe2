import { isAllowed, policySchema } from '../../local/iam/policy';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failed';
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/bus/requested';
const ROLE = 'arn:aws:iam::123456789012:role/worker';

const base = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
};
const allows = (statements: object[], principal = 'events.amazonaws.com', context = {}) =>
  isAllowed(policySchema.parse({ Version: '2012-10-17', Statement: statements }), {
    principal,
    action: 'sqs:SendMessage',
    resource: QUEUE,
    context: { 'aws:SourceArn': RULE, ...context },
  });

describe('a policy', () => {
  test.each<[string, object, boolean]>([
    ['names everything asked', {}, true],
    ['has wildcards', { Action: ['sqs:Send*'], Resource: 'arn:aws:sqs:*' }, true],
    ['writes the action in other case', { Action: 'SQS:sendmessage' }, true],
    ['names another action', { Action: 'sqs:ReceiveMessage' }, false],
    ['excepts another action', { Action: undefined, NotAction: 'sqs:ReceiveMessage' }, true],
    ['names another resource', { Resource: `${QUEUE}-too` }, false],
    ['names another service', { Principal: { Service: ['sns.amazonaws.com'] } }, false],
    ['names everybody', { Principal: '*' }, true],
    ['has a condition that holds', { Condition: { ArnEquals: { 'AWS:SourceArn': RULE } } }, true],
    [
      'has a condition with a wildcard',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/bus/*' } } },
      true,
    ],
    ['has a condition that does not hold', { Condition: { ArnEquals: { 'aws:SourceArn': `${RULE}-too` } } }, false],
    ['asks for a key that is absent', { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }, false],
    ['asks for a key if it exists', { Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '1' } } }, true],
    ['negates a key that is absent', { Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } }, true],
    ['asks that a key be absent', { Condition: { Null: { 'aws:SourceAccount': 'true' } } }, true],
  ])('that %s', (_, changes, expected) => {
    expect(allows([{ ...base, ...changes }])).toBe(expected);
  });

  test.each([
    ['the role', ROLE, true],
    ['its account', '123456789012', true],
    ["its account's root", 'arn:aws:iam::123456789012:root', true],
    ['another role', `${ROLE}-too`, false],
    ['another account', 'arn:aws:iam::999999999999:root', false],
  ])('that names %s as AWS principal', (_, AWS, expected) => {
    expect(allows([{ ...base, Principal: { AWS } }], ROLE)).toBe(expected);
  });

  test.each([
    ['ForAllValues', ['DNS'], true],
    ['ForAllValues', ['DNS', 'EMAIL'], false],
    ['ForAnyValue', ['DNS', 'EMAIL'], true],
    ['ForAnyValue', ['EMAIL'], false],
  ])('with %s over %j', (quantifier, methods, expected) => {
    const Condition = { [`${quantifier}:StringEquals`]: { 'acm:ValidationMethod': 'DNS' } };
    expect(allows([{ ...base, Condition }], undefined, { 'acm:ValidationMethod': methods })).toBe(expected);
  });

  test('denies what one statement allows and another denies', () => {
    expect(allows([base, { ...base, Effect: 'Deny', Action: '*' }])).toBe(false);
  });

  test('is refused when it has an operator or a principal type that is not modelled', () => {
    expect(() => allows([{ ...base, Condition: { NumericLessThan: { 'aws:SourceArn': '1' } } }])).toThrow(
      'NumericLessThan',
    );
    expect(() => allows([{ ...base, Principal: { Federated: 'x' } }])).toThrow('Federated');
  });
});
