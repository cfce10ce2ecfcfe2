import { writeAliasRecords } from '../../../functions/secure/write-alias-records';
import { DnsChangeRejectedError, RecordConflictError } from '../../../shared/errors';
import type { Target } from '../../../shared/steps';
import { aTarget, DNS_NAME, someZones, requestedNames } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

function setUp() {
  const account = fakeAccount();
  const step = writeAliasRecords(account);
  return {
    ...account,
    point: async (changes: Partial<Target> = {}) =>
      (await step({ names: requestedNames(), zones: someZones, target: aTarget(changes) })).alias.records,
  };
}
const A = { name: 'app.example.com', type: 'A', created: true };
const here = { type: 'A', aliasTarget: DNS_NAME, values: [] };

it.each<[string, string, object[]]>([
  ['A', 'ipv4', [A]],
  ['A and AAAA', 'dualstack', [A, { ...A, type: 'AAAA' }]],
])(
  'creates %s for a load balancer that is %s, and nothing for the wildcard',
  async (_types, ipAddressType, records) => {
    const { point, hostedZones } = setUp();
    expect(await point({ ipAddressType })).toEqual(records);
    expect(hostedZones.records('Z1')).toHaveLength(records.length);
  },
);

it('keeps an existing alias', async () => {
  const { point, hostedZones, journal } = setUp();
  hostedZones.put('Z1', 'app.example.com', here);
  expect(await point()).toEqual([{ ...A, created: false }]);
  expect(journal.changes).toEqual([]);
});

it.each<[string, (account: ReturnType<typeof setUp>) => void, string]>([
  [
    'a CNAME to it, in capitals',
    ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: [DNS_NAME.toUpperCase()] }),
    `CNAME ${DNS_NAME.toUpperCase()}`,
  ],
  [
    'an alias of an alias',
    ({ hostedZones }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'www.example.com', values: [] });
      hostedZones.put('Z1', 'www.example.com', { ...here, aliasTarget: `dualstack.${DNS_NAME}` });
    },
    'A alias to www.example.com',
  ],
  [
    'a CNAME to another CNAME outside the zones',
    ({ hostedZones }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['www.example.net'] });
      hostedZones.add('Z9', 'example.net');
      hostedZones.put('Z9', 'www.example.net', { type: 'CNAME', values: [DNS_NAME] });
    },
    'CNAME www.example.net',
  ],
  [
    "a CNAME to another zone's alias",
    ({ hostedZones, publicDns }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['www.example.net'] });
      publicDns.setAddresses('www.example.net', '192.0.2.2', '192.0.2.1');
      publicDns.setAddresses(DNS_NAME, '192.0.2.1', '192.0.2.2');
    },
    'CNAME www.example.net',
  ],
  [
    'weighted aliases',
    ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { ...here, setIdentifier: 'blue' }),
    `A alias to ${DNS_NAME} (routing policy, record ID "blue")`,
  ],
])('keeps what reaches the load balancer, and says so: %s', async (_what, arrange, keeps) => {
  const account = setUp();
  arrange(account);
  const [type] = keeps.split(' ');
  expect(await account.point({ ipAddressType: 'dualstack' })).toEqual([{ ...A, type, created: false, keeps }]);
  expect(account.journal.changes).toEqual([]);
});

it.each<[string, (account: ReturnType<typeof setUp>) => void]>([
  [
    'a CNAME to a name whose addresses are not those of the load balancer',
    ({ hostedZones, publicDns }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'CNAME', values: ['www.example.net'] });
      publicDns.setAddresses('www.example.net', '192.0.2.1', '192.0.2.9');
      publicDns.setAddresses(DNS_NAME, '192.0.2.1');
    },
  ],
  [
    'a copy of its addresses',
    ({ hostedZones, publicDns }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'A', values: ['192.0.2.1'] });
      publicDns.setAddresses(DNS_NAME, '192.0.2.1');
    },
  ],
  [
    'aliases in a circle',
    ({ hostedZones }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'www.example.com', values: [] });
      hostedZones.put('Z1', 'www.example.com', { type: 'A', aliasTarget: 'app.example.com', values: [] });
    },
  ],
  [
    'an alias of weighted records, one of them elsewhere',
    ({ hostedZones }) => {
      hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: 'www.example.com', values: [] });
      hostedZones.put('Z1', 'www.example.com', { ...here, setIdentifier: 'blue' });
      hostedZones.put('Z1', 'www.example.com', { type: 'A', values: ['192.0.2.9'], setIdentifier: 'green' });
    },
  ],
])('does not take for the load balancer: %s', async (_what, arrange) => {
  const account = setUp();
  arrange(account);
  await expect(account.point()).rejects.toThrow(RecordConflictError);
  expect(account.journal.changes).toEqual([]);
});

it('reports an alias as created that an earlier state of the execution created', async () => {
  const { hostedZones, point, ...account } = setUp();
  hostedZones.put('Z1', 'app.example.com', here);
  const step = writeAliasRecords({ ...account, hostedZones });
  const alias = { records: [{ ...A, type: 'A' as const }] };
  const { alias: after } = await step({ names: requestedNames(), zones: someZones, target: aTarget(), alias });
  expect(after.records).toEqual([A]);
  expect(await point()).toEqual([{ ...A, created: false }]);
});

it.each([
  ['an address', { type: 'A', values: ['192.0.2.1'] }, /app\.example\.com is A 192\.0\.2\.1 in zone Z1/],
  ['a CNAME', { type: 'CNAME', values: ['elsewhere.example.net'] }, /CNAME elsewhere\.example\.net/],
  [
    'one with a routing policy',
    { type: 'A', values: ['192.0.2.1'], setIdentifier: 'blue' },
    /is A 192\.0\.2\.1 \(routing policy, record ID "blue"\)/,
  ],
  ['an alias elsewhere', { type: 'A', aliasTarget: 'x.elb.amazonaws.com', values: [] }, /alias to x\.elb/],
])('never overwrites %s, and reports it', async (_what, record, why) => {
  const { point, hostedZones, journal } = setUp();
  hostedZones.put('Z1', 'app.example.com', record);
  await expect(point()).rejects.toThrow(RecordConflictError);
  await expect(point()).rejects.toThrow(why);
  expect(journal.changes).toEqual([]);
});

it('is rejected when another execution creates the alias concurrently, and succeeds when retried', async () => {
  const { point, hostedZones } = setUp();
  const { createAliases } = hostedZones;
  hostedZones.createAliases = (...batch) => {
    hostedZones.put('Z1', 'app.example.com', here);
    return createAliases(...batch);
  };
  await expect(point()).rejects.toThrow(DnsChangeRejectedError);
  expect(await point()).toEqual([{ ...A, created: false }]);
});
