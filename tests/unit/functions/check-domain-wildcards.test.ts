import { DNS_NAME } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';
import { runCheckDomain } from './run-check-domain';

/** The records of the zone example.com, as `name type value`. */
type Records = readonly string[];

async function check(records: Records, changes: object = {}) {
  const account = fakeAccount();
  for (const record of records) {
    const [name = '', type = '', value = ''] = record.split(' ');
    const content = value === DNS_NAME && type !== 'CNAME' ? { aliasTarget: value, values: [] } : { values: [value] };
    account.hostedZones.put('Z1', name, { type, ...content });
  }
  const result = await runCheckDomain(account, { alternativeNames: [], ...changes });
  const reads = account.journal.calls.filter((call) => /^hostedZones\.(?!(list|get)\b)/.test(call));
  return { result, reads };
}

const WILDCARD = '*.example.com A 192.0.2.1';
const HERE = `*.example.com A ${DNS_NAME}`;
const DEEP = { domainName: 'app.dev.example.com' };

it.each<[string, Records, object, RegExp]>([
  ['an address', [WILDCARD], {}, /^\*\.example\.com \(A 192\.0\.2\.1 in zone Z1\) matches app\.example\.com\./],
  ['a CNAME', ['*.example.com CNAME elsewhere.example.net'], {}, /\(CNAME elsewhere\.example\.net in zone Z1\)/],
  ['records of other types', ['*.example.com SRV server', '*.example.com TXT text'], {}, /\(SRV server, TXT text in/],
  ['an alias to the same load balancer, but the request creates none', [HERE], { alias: false }, /\(A alias to web/],
  [
    'an alias to the same load balancer, beside an address',
    [HERE, '*.example.com AAAA 2001:db8::1'],
    {},
    /matches app\.example\.com\./,
  ],
  [
    'an alias to the same load balancer, for a wildcard in the request too',
    [HERE],
    { alternativeNames: ['*.app.example.com'] },
    /matches app\.example\.com\./,
  ],
  [
    'an alias to the same load balancer, for the base of a wildcard',
    [HERE],
    { domainName: '*.app.example.com' },
    /matches app\.example\.com\./,
  ],
  [
    'an alias to the same load balancer, two levels up',
    [HERE],
    DEEP,
    /matches app\.dev\.example\.com \(and every other name at or below dev\.example\.com\)\./,
  ],
  ['an address, without an alias', [WILDCARD], { alias: false }, /matches app\.example\.com\./],
  [
    'an address, for the base of a wildcard',
    [WILDCARD],
    { domainName: '*.app.example.com' },
    /matches app\.example\.com\./,
  ],
  [
    'an address, for several names',
    [WILDCARD],
    { alternativeNames: ['example.com', 'shop.example.com'] },
    /matches app\.example\.com, shop\.example\.com\./,
  ],
  [
    'an address one level up',
    ['*.dev.example.com A 192.0.2.1', WILDCARD],
    DEEP,
    /^\*\.dev\.example\.com .* matches app\.dev\.example\.com\./,
  ],
  [
    'an address two levels up, with nothing between',
    [WILDCARD],
    DEEP,
    /^\*\.example\.com .* matches app\.dev\.example\.com \(and every other name at or below dev\.example\.com\)\./,
  ],
  [
    'an address, beside names with a common ending',
    [WILDCARD, 'myapp.example.com A 192.0.2.2'],
    {},
    /matches app\.example\.com\./,
  ],
])('rejects a name that a wildcard matches: %s', async (_what, records, changes, message) => {
  const { result } = await check(records, changes);
  expect(result).toMatchObject({ name: 'RecordConflictError', message: expect.stringMatching(message) });
  expect(result).toMatchObject({ message: expect.stringMatching(/create .* at the name .* must keep resolving$/) });
});

it.each<[string, Records, object]>([
  ['in a zone without a wildcard', ['shop.example.com A 192.0.2.1'], {}],
  ['that has an address of its own', [WILDCARD, `app.example.com A ${DNS_NAME}`], {}],
  ['that has a record of any other type', [WILDCARD, 'app.example.com TXT text'], {}],
  ['with a record below it', [WILDCARD, 'x.y.app.example.com A 192.0.2.1'], {}],
  ['with a wildcard of its own below it', [WILDCARD, '*.app.example.com A 192.0.2.1'], {}],
  ['whose validation record exists', [WILDCARD, '_x1.app.example.com CNAME _y.acm-validations.aws'], { alias: false }],
  ['that is the zone itself', [WILDCARD], { domainName: 'example.com', alternativeNames: ['*.example.com'] }],
  ['below a record that blocks the wildcard', [WILDCARD, 'dev.example.com TXT text'], DEEP],
  ['beside a record that blocks the wildcard', [WILDCARD, 'shop.dev.example.com A 192.0.2.1'], DEEP],
  ['beside a wildcard in another subdomain', ['*.dev.example.com A 192.0.2.1'], {}],
  ['above a wildcard without records', ['_x1.*.example.com TXT text'], {}],
  [
    'and the wildcard has only TXT, MX and CAA records',
    ['*.example.com MX mail', '*.example.com TXT text', '*.example.com CAA 0'],
    {},
  ],
])('accepts a name that no wildcard matches: %s', async (_what, records, changes) => {
  expect((await check(records, changes)).result).toHaveProperty('target');
});

it.each<[string, Records, object, Records]>([
  ['an alias', [HERE], {}, ['app.example.com']],
  ['a CNAME', [`*.example.com CNAME ${DNS_NAME}`], {}, ['app.example.com']],
  ['an alias, beside mail', [HERE, '*.example.com MX mail'], {}, ['app.example.com']],
  [
    'an alias, for two of three names',
    [HERE, 'old.example.com TXT text'],
    { alternativeNames: ['old.example.com', 'shop.example.com'] },
    ['app.example.com', 'shop.example.com'],
  ],
  [
    'an alias, for a name and its parent',
    [HERE],
    { ...DEEP, alternativeNames: ['dev.example.com'] },
    ['app.dev.example.com', 'dev.example.com'],
  ],
])(
  'accepts names that a wildcard points at the load balancer, which get their alias first: %s',
  async (_what, records, changes, names) => {
    const { result } = await check(records, changes);
    expect(result).toHaveProperty('servedByWildcard', names);
  },
);

it.each<[string, Records, object, Records]>([
  ['the node of an existing name', ['app.example.com TXT text'], {}, ['getNode Z1 app.example.com']],
  ['a new name and its wildcard', [], {}, ['getNode Z1 app.example.com', 'getNode Z1 *.example.com']],
  [
    'a new name and its wildcard, without an alias',
    [],
    { alias: false },
    ['getNode Z1 app.example.com', 'getNode Z1 *.example.com'],
  ],
  [
    'two new names and their shared wildcard once',
    [],
    { alternativeNames: ['shop.example.com'] },
    ['getNode Z1 app.example.com', 'getNode Z1 *.example.com', 'getNode Z1 shop.example.com'],
  ],
  [
    'the whole zone once, for three names',
    [],
    { alternativeNames: ['a.example.com', 'b.c.example.com'] },
    ['listAllRecords Z1'],
  ],
  ['the alias of the zone apex', [], { domainName: 'example.com' }, ['getNode Z1 example.com']],
])('reads %s', async (_what, records, changes, expected) => {
  expect((await check(records, changes)).reads).toEqual(expected.map((call) => `hostedZones.${call}`));
});
