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
