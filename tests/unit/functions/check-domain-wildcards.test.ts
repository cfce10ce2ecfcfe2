import { DNS_NAME } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';
import { askedOfTheStep } from './asked-of-the-step';

/** What stands in the zone example.com, as `name type value`. */
type Records = readonly string[];

async function check(records: Records, changes: object = {}) {
  const account = fakeAccount();
  for (const record of records) {
    const [name = '', type = '', value = ''] = record.split(' ');
    const content = value === DNS_NAME ? { aliasTarget: value, values: [] } : { values: [value] };
    account.hostedZones.put('Z1', name, { type, ...content });
  }
  const result = await askedOfTheStep(account, { alternativeNames: [], ...changes });
  const asked = account.journal.calls.filter((call) => /^hostedZones\.(?!list|get)/.test(call));
  return { result, asked };
}

const WILDCARD = '*.example.com A 192.0.2.1';
const DEEP = { domainName: 'app.dev.example.com' };

it.each<[string, Records, object, RegExp]>([
  ['an address', [WILDCARD], {}, /^\*\.example\.com \(A 192\.0\.2\.1 in zone Z1\) answers now for app\.example\.com\./],
  ['a CNAME', ['*.example.com CNAME elsewhere.example.net'], {}, /\(CNAME elsewhere\.example\.net in zone Z1\)/],
  [
    'records of other types',
    ['*.example.com MX mail', '*.example.com TXT text'],
    {},
    /\(MX mail, TXT text in zone Z1\)/,
  ],
  ['an alias to the same load balancer', [`*.example.com A ${DNS_NAME}`], {}, /\(A alias to web/],
  ['an address, where no alias is wanted', [WILDCARD], { alias: false }, /answers now for app\.example\.com\./],
  [
    'an address, for the base of a wildcard',
    [WILDCARD],
    { domainName: '*.app.example.com' },
    /for app\.example\.com\./,
  ],
  [
    'an address, for several names',
    [WILDCARD],
    { alternativeNames: ['example.com', 'shop.example.com'] },
    /for app\.example\.com, shop\.example\.com\./,
  ],
  [
    'an address one level up',
    ['*.dev.example.com A 192.0.2.1', WILDCARD],
    DEEP,
    /^\*\.dev\.example\.com .* now for app\.dev\.example\.com\./,
  ],
  [
    'an address two levels up, with nothing between',
    [WILDCARD],
    DEEP,
    /^\*\.example\.com .* now for app\.dev\.example\.com \(and all else at or below dev\.example\.com\)\./,
  ],
  [
    'an address, beside names that end alike',
    [WILDCARD, 'myapp.example.com A 192.0.2.2'],
    {},
    /for app\.example\.com\./,
  ],
])('a name that a wildcard answers for is refused: %s', async (_what, records, changes, message) => {
  const { result } = await check(records, changes);
  expect(result).toMatchObject({ name: 'RecordConflictError', message: expect.stringMatching(message) });
  expect(result).toMatchObject({ message: expect.stringMatching(/Create .* at the name, .* must go on answering$/) });
});

it.each<[string, Records, object]>([
  ['where no wildcard stands', ['shop.example.com A 192.0.2.1'], {}],
  ['that has an address of its own', [WILDCARD, `app.example.com A ${DNS_NAME}`], {}],
  ['that has a record of any other type', [WILDCARD, 'app.example.com TXT text'], {}],
  ['with a record below it', [WILDCARD, 'x.y.app.example.com A 192.0.2.1'], {}],
  ['with a wildcard of its own below it', [WILDCARD, '*.app.example.com A 192.0.2.1'], {}],
  ['whose validation record stands', [WILDCARD, '_x1.app.example.com CNAME _y.acm-validations.aws'], { alias: false }],
  ['that is the zone itself', [WILDCARD], { domainName: 'example.com', alternativeNames: ['*.example.com'] }],
  ['below a record that keeps the wildcard away', [WILDCARD, 'dev.example.com TXT text'], DEEP],
  ['beside a record that keeps the wildcard away', [WILDCARD, 'shop.dev.example.com A 192.0.2.1'], DEEP],
  ['beside a wildcard of another branch', ['*.dev.example.com A 192.0.2.1'], {}],
  ['above a wildcard that exists in name only', ['_x1.*.example.com TXT text'], {}],
])('a name that no wildcard answers for is checked further: %s', async (_what, records, changes) => {
  expect((await check(records, changes)).result).toHaveProperty('target');
});

it.each<[string, Records, object, Records]>([
  ['a name that exists: once', ['app.example.com TXT text'], {}, ['node Z1 app.example.com']],
  ['a new name: for its wildcard too', [], {}, ['node Z1 app.example.com', 'node Z1 *.example.com']],
  ['a new name without an alias: as much', [], { alias: false }, ['node Z1 app.example.com', 'node Z1 *.example.com']],
  [
    'two new names: for their wildcard once',
    [],
    { alternativeNames: ['shop.example.com'] },
    ['node Z1 app.example.com', 'node Z1 *.example.com', 'node Z1 shop.example.com'],
  ],
  ['three names: the zone, once', [], { alternativeNames: ['a.example.com', 'b.c.example.com'] }, ['wholeZone Z1']],
  ['the zone itself: for its alias alone', [], { domainName: 'example.com' }, ['node Z1 example.com']],
])('Route 53 is asked of %s', async (_what, records, changes, asked) => {
  expect((await check(records, changes)).asked).toEqual(asked.map((call) => `hostedZones.${call}`));
});
