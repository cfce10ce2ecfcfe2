import { moveAliasRecords } from '../../../functions/secure/move-alias-records';
import { deleteAliasRecords } from '../../../functions/retire/delete-alias-records';
import { STACK_TAG, TAGS } from '../../../shared/domain/certificate/tags';
import { isRecreated } from '../../../shared/domain/target/load-balancer';
import { DnsChangeRejectedError } from '../../../shared/errors';
import { aTarget, DNS_NAME, LOAD_BALANCER, requestedNames, someZones } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

const NAME = 'app.example.com';
const OTHER = 'other-555.eu-west-1.elb.amazonaws.com';
const OLD = 'web-1111111111.eu-west-1.elb.amazonaws.com';
type Type = 'A' | 'AAAA';

async function setUp(from = OTHER, types: readonly Type[] = ['A']) {
  const account = fakeAccount();
  const tags = { [STACK_TAG]: 'test', [TAGS.target]: LOAD_BALANCER };
  const certificateArn = account.certificates.add({ domainNames: [NAME], keyAlgorithm: 'RSA_2048', tags }, 'ISSUED');
  for (const type of types) account.hostedZones.put('Z1', NAME, { type, aliasTarget: from, values: [] });
  await account.createdRecords.save(
    types.map((type) => ({ domainName: NAME, zoneId: 'Z1', name: NAME, type, value: from })),
  );
  account.journal.changes.length = 0;
  const step = moveAliasRecords(account);
  return {
    ...account,
    certificateArn,
    move: async (more: { ipAddressType?: string; onlyRecreated?: boolean } = {}) => {
      const { ipAddressType = 'ipv4', onlyRecreated } = more;
      const document = { names: requestedNames(), zones: someZones, target: aTarget({ ipAddressType }) };
      return (await step({ ...document, certificate: { certificateArn }, onlyRecreated })).movedAliases;
    },
  };
}

it.each<[string, readonly Type[], string, string[]]>([
  ['A to A', ['A'], 'ipv4', [`${NAME} A ${DNS_NAME}`]],
  ['A to A and AAAA', ['A'], 'dualstack', [`${NAME} A ${DNS_NAME}`, `${NAME} AAAA ${DNS_NAME}`]],
  ['A and AAAA to A', ['A', 'AAAA'], 'ipv4', [`${NAME} A ${DNS_NAME}`]],
])('moves %s in one batch, and records what it wrote', async (_what, types, ipAddressType, after) => {
  const { move, hostedZones, createdRecords, journal } = await setUp(OTHER, types);
  expect(await move({ ipAddressType })).toEqual(types.map((type) => ({ name: NAME, type, from: OTHER })));
  expect(hostedZones.records('Z1')).toEqual(after);
  expect(journal.changes.filter((change) => change.startsWith('hostedZones'))).toHaveLength(1);
  expect(createdRecords.all().map(({ name, type, value, ...more }) => [`${name} ${type} ${value}`, more])).toEqual(
    after.map((record) => [record, { domainName: NAME, zoneId: 'Z1' }]),
  );
  expect(await move({ ipAddressType })).toEqual([]);
});

it.each<[string, (account: Awaited<ReturnType<typeof setUp>>) => unknown]>([
  [
    'points somewhere else than where this service pointed it',
    ({ hostedZones }) => hostedZones.put('Z1', NAME, { type: 'A', aliasTarget: 'cdn.example.net', values: [] }),
  ],
  ['became an address', ({ hostedZones }) => hostedZones.put('Z1', NAME, { type: 'A', values: ['192.0.2.1'] })],
  [
    'got a routing policy',
    ({ hostedZones }) =>
      hostedZones.put('Z1', NAME, { type: 'A', aliasTarget: OTHER, values: [], setIdentifier: 'blue' }),
  ],
  [
    'has an IPv6 address beside it that this service did not write',
    ({ hostedZones }) => hostedZones.put('Z1', NAME, { type: 'AAAA', values: ['2001:db8::1'] }),
  ],
  [
    'was not created by this service',
    ({ createdRecords }) => Promise.all(createdRecords.all().map((record) => createdRecords.delete(record))),
  ],
  [
    'belongs to another load balancer by a later request',
    ({ certificates, certificateArn }) =>
      certificates.addTags(certificateArn, { [TAGS.target]: LOAD_BALANCER.replace('/web/', '/third/') }),
  ],
])('leaves alone an alias that %s', async (_what, arrange) => {
  const account = await setUp();
  await arrange(account);
  const before = account.hostedZones.records('Z1');
  expect(await account.move()).toEqual([]);
  expect(account.hostedZones.records('Z1')).toEqual(before);
});

it('after a failure between the table and the zone, moves and deletes it all the same', async () => {
  const { move, hostedZones, createdRecords, ...account } = await setUp();
  const { changeRecords } = hostedZones;
  const broken = { ...hostedZones, changeRecords: () => Promise.reject(new DnsChangeRejectedError('lost')) };
  const document = { names: requestedNames(), zones: someZones, target: aTarget() };
  const { certificateArn } = account;
  const failing = moveAliasRecords({ ...account, hostedZones: broken, createdRecords });
  await expect(failing({ ...document, certificate: { certificateArn } })).rejects.toThrow(DnsChangeRejectedError);
  expect(createdRecords.all()).toMatchObject([{ value: DNS_NAME, previousValue: OTHER }]);
  hostedZones.changeRecords = changeRecords;
  const isMoved = (await move()).length;
  expect(isMoved).toBe(1);
  const removal = { domainName: NAME, domainNames: [NAME], aliasNames: [NAME], remaining: [] };
  const { aliasCleanup } = await deleteAliasRecords({ createdRecords, hostedZones })({ removal });
  expect(aliasCleanup).toEqual({ deleted: [`${NAME} A`], retained: [] });
});

it('a removal deletes an alias that was to be moved, but was not', async () => {
  const { hostedZones, createdRecords } = await setUp();
  await createdRecords.save([
    { domainName: NAME, zoneId: 'Z1', name: NAME, type: 'A', value: DNS_NAME, previousValue: OTHER },
  ]);
  const removal = { domainName: NAME, domainNames: [NAME], aliasNames: [NAME], remaining: [] };
  const { aliasCleanup } = await deleteAliasRecords({ createdRecords, hostedZones })({ removal });
  expect(aliasCleanup).toEqual({ deleted: [`${NAME} A`], retained: [] });
});

it.each([
  [OLD, 1],
  [OTHER, 0],
])('after a load balancer was created anew, an alias to %s is moved: %i', async (from, moved) => {
  const { move, certificates, certificateArn } = await setUp(from);
  await certificates.addTags(certificateArn, { [TAGS.target]: LOAD_BALANCER.replace(/[^/]*$/, 'deleted') });
  expect(await move({ onlyRecreated: true })).toHaveLength(moved);
});

it.each([
  [OLD, DNS_NAME, true],
  [`internal-${OLD}`, `internal-${DNS_NAME}`, true],
  [DNS_NAME, DNS_NAME, false],
  [OLD, DNS_NAME.replace('eu-west-1', 'eu-west-2'), false],
  ['web-api-1.eu-west-1.elb.amazonaws.com', DNS_NAME, false],
  ['example.net', DNS_NAME, false],
])('a load balancer at %s was created anew at %s: %s', (before, after, isIt) => {
  expect(isRecreated(before, after)).toBe(isIt);
});
