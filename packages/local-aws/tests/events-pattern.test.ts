import { parseEventPattern } from '../src/events/pattern';

const matches = (pattern: object, event: Record<string, unknown>) =>
  parseEventPattern(JSON.stringify(pattern)).matches(event);
const detail = (field: unknown) => ({ detail: { field } });

describe('one value', () => {
  it.each([
    // exact values
    [['a'], 'a', true],
    [['a'], 'A', false],
    [['a', 'b'], 'b', true],
    [[''], '', true],
    [['5'], 5, false],
    [[5], '5', false],
    [[300], 3.0e2, true],
    [[0.1], 0.1, true],
    [[123456789012], 123456789012, true],
    [[null], null, true],
    [[null], 'null', false],
    [[null], '', false],
    [[true], true, true],
    [[true], false, false],
    [[true], 'true', false],
    [[{ exactly: 'a' }], 'a', true],
    [['2001:db8::1'], '2001:0db8:0:0:0:0:0:1', true],
    // prefix and suffix
    [[{ prefix: 'arn:aws:' }], 'arn:aws:acm', true],
    [[{ prefix: 'aws:' }], 'arn:aws:acm', false],
    [[{ prefix: '' }], 'anything', true],
    [[{ prefix: '1' }], 12, false],
    [[{ suffix: '.example.com' }], 'app.example.com', true],
    [[{ suffix: '.example.com' }], 'app.example.COM', false],
    [[{ prefix: { 'equals-ignore-case': 'ARN:' } }], 'arn:aws', true],
    [[{ prefix: { 'equals-ignore-case': 'ARN:' } }], 'aws:arn:', false],
    [[{ suffix: { 'equals-ignore-case': '.PNG' } }], 'a.pNg', true],
    [[{ 'equals-ignore-case': 'Issued' }], 'ISSUED', true],
    [[{ 'equals-ignore-case': 'Issued' }], 'ISSUED ', false],
    // anything but
    [[{ 'anything-but': 'a' }], 'b', true],
    [[{ 'anything-but': 'a' }], 'a', false],
    [[{ 'anything-but': 'a' }], 5, true],
    [[{ 'anything-but': 'a' }], null, true],
    [[{ 'anything-but': ['a', 'b'] }], 'b', false],
    [[{ 'anything-but': ['a', 'b'] }], 'c', true],
    [[{ 'anything-but': 5 }], 5.0, false],
    [[{ 'anything-but': 5 }], '5', true],
    [[{ 'anything-but': [5, 6] }], 7, true],
    [[{ 'anything-but': { prefix: 'aws.' } }], 'aws.acm', false],
    [[{ 'anything-but': { prefix: 'aws.' } }], 'my.app', true],
    [[{ 'anything-but': { prefix: ['aws.', 'my.'] } }], 'my.app', false],
    [[{ 'anything-but': { prefix: 'aws.' } }], 7, true],
    [[{ 'anything-but': { suffix: '.com' } }], 'a.com', false],
    [[{ 'anything-but': { suffix: ['.com', '.org'] } }], 'a.net', true],
    [[{ 'anything-but': { wildcard: '*/lib/*' } }], 'a/lib/b', false],
    [[{ 'anything-but': { wildcard: ['*.a', '*.b'] } }], 'x.c', true],
    [[{ 'anything-but': { 'equals-ignore-case': 'ISSUED' } }], 'issued', false],
    [[{ 'anything-but': { 'equals-ignore-case': ['ISSUED', 'FAILED'] } }], 'pending', true],
    // numbers
    [[{ numeric: ['=', 5] }], 5, true],
    [[{ numeric: ['=', 5] }], '5', false],
    [[{ numeric: ['<', 45] }], 44.999, true],
    [[{ numeric: ['<', 45] }], 45, false],
    [[{ numeric: ['<=', 45] }], 45, true],
    [[{ numeric: ['>', 0] }], 0, false],
    [[{ numeric: ['>', 0] }], 0.000001, true],
    [[{ numeric: ['>', 0, '<=', 45] }], 45, true],
    [[{ numeric: ['>', 0, '<=', 45] }], 46, false],
    [[{ numeric: ['>=', -5e9, '<', 0] }], -5e9, true],
    [[{ numeric: ['>', 0] }], 6e9, false],
    // addresses
    [[{ cidr: '10.0.0.0/24' }], '10.0.0.255', true],
    [[{ cidr: '10.0.0.0/24' }], '10.0.1.0', false],
    [[{ cidr: '10.0.0.0/24' }], 'ten', false],
    [[{ cidr: '2001:db8::/32' }], '2001:db8:1::1', true],
    [[{ cidr: '2001:db8::/32' }], '10.0.0.1', false],
    // wildcards
    [[{ wildcard: '*.example.com' }], 'app.example.com', true],
    [[{ wildcard: '*.example.com' }], 'example.com', false],
    [[{ wildcard: 'a*c*e' }], 'abcde', true],
    [[{ wildcard: 'a*c*e' }], 'ace', true],
    [[{ wildcard: 'a*c*e' }], 'aec', false],
    [[{ wildcard: '*' }], '', true],
    [[{ wildcard: '*' }], 5, false],
    [[{ wildcard: 'a.c' }], 'abc', false],
    [[{ wildcard: '\\*.example.com' }], '*.example.com', true],
    [[{ wildcard: '\\*.example.com' }], 'a.example.com', false],
    [[{ wildcard: 'a\\\\*' }], 'a\\b', true],
    [[{ wildcard: 'a*b' }], 'a\nb', true],
    // presence
    [[{ exists: true }], 'a', true],
    [[{ exists: true }], null, true],
    [[{ exists: true }], undefined, false],
    [[{ exists: false }], undefined, true],
    [[{ exists: false }], null, false],
    [['a', { exists: false }], undefined, true],
    [['a', { exists: false }], 'b', false],
    [[{ exists: true }], { below: 1 }, false],
    [[{ exists: false }], { below: 1 }, true],
    [[{ exists: true }], [], false],
    [[{ 'anything-but': 'a' }], undefined, false],
    // alternatives
    [[{ prefix: 'a' }, { suffix: 'z' }], 'xyz', true],
    [[{ prefix: 'a' }, 5], 5, true],
    // arrays of values: one element is enough
    [['a'], ['b', 'a'], true],
    [['a'], ['b', 'c'], false],
    [['a'], [['b', 'a']], true],
    [[{ 'anything-but': 'a' }], ['a', 'b'], true],
    [[{ 'anything-but': 'a' }], ['a', 'a'], false],
    [[{ exists: true }], ['a'], true],
  ])('%j of %j is %s', (pattern, value, expected) => {
    expect(matches({ detail: { field: pattern } }, { detail: { field: value } })).toBe(expected);
  });
});

describe('several fields', () => {
  const event = {
    source: 'aws.acm',
    'detail-type': 'ACM Certificate Available',
    resources: ['arn:aws:acm:us-east-1:123456789012:certificate/a'],
    detail: { DaysToExpiry: 44, CommonName: 'app.example.com', Action: { Kind: 'ISSUANCE' } },
  };

  it.each([
    [{ source: ['aws.acm'] }, true],
    [{ source: ['aws.acm'], 'detail-type': ['ACM Certificate Expired'] }, false],
    [{ source: ['aws.acm'], detail: { DaysToExpiry: [{ numeric: ['<=', 45] }] } }, true],
    [{ detail: { Action: { Kind: ['ISSUANCE'] } } }, true],
    [{ detail: { Action: ['ISSUANCE'] } }, false],
    [{ 'detail.Action.Kind': ['ISSUANCE'] }, true],
    [{ resources: [{ prefix: 'arn:aws:acm:' }] }, true],
    [{ account: ['123456789012'] }, false],
    [{ $or: [{ source: ['aws.health'] }, { detail: { DaysToExpiry: [44] } }] }, true],
    [{ $or: [{ source: ['aws.health'] }, { detail: { DaysToExpiry: [45] } }] }, false],
    [{ source: ['aws.acm'], $or: [{ account: ['1'] }, { region: [{ exists: false }] }] }, true],
    [{ source: ['aws.health'], $or: [{ account: ['1'] }, { region: [{ exists: false }] }] }, false],
    [{ detail: { $or: [{ CommonName: ['x'] }, { Action: { Kind: ['ISSUANCE'] } }] } }, true],
    [{ $or: [{ source: ['x'] }, { $or: [{ source: ['y'] }, { source: ['aws.acm'] }] }] }, true],
  ])('%j is %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

describe('arrays of objects', () => {
  const records = detail([
    { name: 'a', type: 'CNAME' },
    { name: 'b', type: 'A', tags: [{ key: 'k', value: 'v' }] },
  ]);

  it.each([
    ['fields of one element', { name: ['a'], type: ['CNAME'] }, true],
    ['fields of different elements', { name: ['a'], type: ['A'] }, false],
    ['a field of an element inside an element', { name: ['b'], tags: { key: ['k'], value: ['v'] } }, true],
    ['fields across depths', { name: ['a'], tags: { key: ['k'] } }, false],
    ['what the same element does not have', { name: ['a'], tags: { key: [{ exists: false }] } }, true],
    ['what only another element has not', { name: ['b'], tags: { key: [{ exists: false }] } }, false],
    ['what no element has', { value: [{ exists: false }] }, true],
    ['what some element has', { tags: { key: [{ exists: false }] } }, false],
  ])('compare %s', (_name, pattern, expected) => {
    expect(matches(detail(pattern), records)).toBe(expected);
  });
});

describe('a pattern is refused', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '["a"]'],
    ['an empty object', '{}'],
    ['an empty object inside', '{"detail": {}}'],
    ['a value without an array', '{"source": "a"}'],
    ['an empty array', '{"source": []}'],
    ['an array in an array', '{"source": [["a"]]}'],
    ['an unknown operator', '{"source": [{"regex": "a"}]}'],
    ['an empty operator', '{"source": [{}]}'],
    ['two operators in one', '{"source": [{"prefix": "a", "suffix": "b"}]}'],
    ['a prefix that is no text', '{"source": [{"prefix": 5}]}'],
    ['a prefix by another operator', '{"source": [{"prefix": {"wildcard": "a"}}]}'],
    ['exists that is no boolean', '{"source": [{"exists": "true"}]}'],
    ['anything but null', '{"source": [{"anything-but": null}]}'],
    ['anything but texts and numbers', '{"source": [{"anything-but": ["a", 5]}]}'],
    ['anything but nothing', '{"source": [{"anything-but": []}]}'],
    ['anything but an empty prefix', '{"source": [{"anything-but": {"prefix": ""}}]}'],
    ['anything but a range', '{"source": [{"anything-but": {"numeric": ["<", 5]}}]}'],
    ['numeric without an array', '{"source": [{"numeric": 5}]}'],
    ['numeric with an unknown comparison', '{"source": [{"numeric": ["!=", 5]}]}'],
    ['numeric without a number', '{"source": [{"numeric": ["<", "5"]}]}'],
    ['numeric upside down', '{"source": [{"numeric": [">", 5, "<", 5]}]}'],
    ['numeric from the top', '{"source": [{"numeric": ["<", 5, ">", 0]}]}'],
    ['numeric with three bounds', '{"source": [{"numeric": [">", 0, "<", 5, "<", 6]}]}'],
    ['numeric beyond five billion', '{"source": [{"numeric": ["<", 5000000001]}]}'],
    ['cidr without a mask', '{"source": [{"cidr": "10.0.0.0"}]}'],
    ['cidr with a mask too long', '{"source": [{"cidr": "10.0.0.0/32"}]}'],
    ['cidr of a name', '{"source": [{"cidr": "ten/8"}]}'],
    ['two wildcards in a row', '{"source": [{"wildcard": "a**"}]}'],
    ['an escape of nothing special', '{"source": [{"wildcard": "a\\\\b"}]}'],
    ['$or of one', '{"$or": [{"source": ["a"]}]}'],
    ['$or of values', '{"$or": ["a", "b"]}'],
    ['$or without an array', '{"$or": {"source": ["a"]}}'],
    ['$or of operators', '{"source": {"$or": [{"prefix": ["a"]}, {"suffix": ["b"]}]}}'],
    ['a field twice', '{"source": ["a"], "$or": [{"source": ["b"]}, {"account": ["c"]}]}'],
  ])('for %s', (_name, pattern) => {
    expect(() => parseEventPattern(pattern)).toThrow(
      expect.objectContaining({
        code: 'InvalidEventPatternException',
        message: expect.stringMatching(/^Event pattern is not valid\. Reason: ./),
      }),
    );
  });

  it('for more than 1,000 combinations', () => {
    const or = (level: number) => ({ $or: Array.from({ length: 11 }, (_, index) => ({ [`f${level}`]: [index] })) });
    const pattern = { a: or(1), b: or(2), c: or(3) };
    expect(() => parseEventPattern(JSON.stringify(pattern))).toThrow('More than 1000');
  });
});
