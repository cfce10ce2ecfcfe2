import { aliasPlan, aliasTypes, type ExistingRecord, recordText } from '../../../shared/domain/dns/zone';

const HERE = 'web-1.eu-west-1.elb.amazonaws.com';
const alias = (type: string, aliasTarget: string): ExistingRecord => ({ type, aliasTarget, values: [] });
const routed = (record: ExistingRecord, setIdentifier: string): ExistingRecord => ({ ...record, setIdentifier });
const plain = (type: string, ...values: string[]): ExistingRecord => ({ type, values });

it.each([
  ['ipv4', ['A']],
  ['dualstack', ['A', 'AAAA']],
  ['dualstack-without-public-ipv4', ['AAAA']],
])('a load balancer of type %s needs %j', (ipAddressType, types) => {
  expect(aliasTypes(ipAddressType)).toEqual(types);
});

it.each<[string, ('A' | 'AAAA')[], ExistingRecord[], object]>([
  ['nothing', ['A'], [], { create: ['A'] }],
  ['nothing, dual-stack', ['A', 'AAAA'], [], { create: ['A', 'AAAA'] }],
  ['the alias', ['A'], [alias('A', HERE)], { create: [] }],
  ['the alias by its dualstack name', ['A'], [alias('A', `dualstack.${HERE}`)], { create: [] }],
  ['half of the aliases', ['A', 'AAAA'], [alias('A', HERE)], { create: ['AAAA'] }],
  ['an alias to another load balancer', ['A'], [alias('A', 'other.elb.amazonaws.com')], { conflict: { type: 'A' } }],
  ['an address', ['A'], [plain('A', '192.0.2.1')], { conflict: { values: ['192.0.2.1'] } }],
  ['an IPv6 address, though only A is wanted', ['A'], [plain('AAAA', '2001:db8::1')], { conflict: { type: 'AAAA' } }],
  ['a CNAME', ['A'], [plain('CNAME', 'elsewhere.example.net')], { conflict: { type: 'CNAME' } }],
  ['a CNAME to the load balancer', ['A', 'AAAA'], [plain('CNAME', HERE)], { create: [] }],
  [
    'a CNAME to its dualstack name, in capitals',
    ['A'],
    [plain('CNAME', `DUALSTACK.${HERE.toUpperCase()}.`)],
    { create: [] },
  ],
  ['a CNAME to a name that ends like it', ['A'], [plain('CNAME', `not${HERE}`)], { conflict: { type: 'CNAME' } }],
  [
    'one alias and one unrelated address',
    ['A', 'AAAA'],
    [alias('A', HERE), plain('AAAA', '2001:db8::1')],
    { conflict: { type: 'AAAA' } },
  ],
  [
    'aliases with a routing policy, all to the load balancer',
    ['A', 'AAAA'],
    [routed(alias('A', HERE), 'blue'), routed(alias('A', HERE), 'green')],
    { create: [] },
  ],
  [
    'aliases with a routing policy, one to another load balancer',
    ['A'],
    [routed(alias('A', HERE), 'blue'), routed(alias('A', 'other.elb.amazonaws.com'), 'green')],
    { conflict: { setIdentifier: 'green' } },
  ],
  ['addresses with a routing policy', ['A'], [routed(plain('A', '192.0.2.1'), 'a')], { conflict: { type: 'A' } }],
  ['a routing policy of another type', ['A'], [routed(alias('AAAA', HERE), 'blue')], { create: ['A'] }],
  ['records of other types', ['A'], [plain('MX', '10 mail.example.com'), plain('TXT', '"x"')], { create: ['A'] }],
])('with %s, for the types %j', (_case, types, existing, plan) => {
  expect(aliasPlan(HERE, types, existing)).toMatchObject(plan);
});

it('creates nothing beside an alias that reaches the load balancer through another name', () => {
  const existing = [alias('A', 'www.example.com')];
  expect(aliasPlan(HERE, ['A', 'AAAA'], existing, ({ aliasTarget }) => aliasTarget === 'www.example.com')).toEqual({
    create: [],
  });
  expect(aliasPlan(HERE, ['A', 'AAAA'], existing)).toHaveProperty('conflict');
});

it("ignores case in the load balancer's name", () => {
  expect(aliasPlan(HERE.toUpperCase(), ['A'], [alias('A', HERE)])).toEqual({ create: [] });
});

it('formats a record as the console shows it', () => {
  const records = [alias('A', HERE), plain('A', '192.0.2.1', '192.0.2.2'), routed(plain('A', '192.0.2.3'), 'blue')];
  expect(records.map(recordText)).toEqual([
    `A alias to ${HERE}`,
    'A 192.0.2.1, 192.0.2.2',
    'A 192.0.2.3 (routing policy, record ID "blue")',
  ]);
});
