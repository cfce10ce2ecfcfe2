import { replaceRecords } from '../../../functions/secure/replace-records';
import { planRecordChange, type RecordChange } from '../../../shared/domain/dns/record-change';
import { DnsChangeRejectedError, RecordChangedError } from '../../../shared/errors';
import { aTarget, DNS_NAME } from '../../builders/document';
import { aRecord, anAlias } from '../../builders/record-set';
import { fakeAccount } from '../../fakes/fake-account';

const NOW = '2026-11-23T08:00:00.000Z';
const verification = { tlsVersion: 'TLSv1.3', serial: '01', notBefore: NOW, notAfter: NOW, servedBy: [] };
const old = { type: 'CNAME', values: ['old.example.net.'], ttl: 60 };
const oldRecord = aRecord('CNAME', ['old.example.net.'], { ttl: 60 });

function setUp(records: Readonly<Record<string, object>> = { 'app.example.com': old }) {
  const account = fakeAccount();
  for (const [name, record] of Object.entries(records))
    account.hostedZones.put('Z1', name, record as Parameters<typeof account.hostedZones.put>[2]);
  return { ...account, step: replaceRecords(account) };
}
type Rig = ReturnType<typeof setUp>;

/** What CheckDomain puts into the state document. */
async function checked({ hostedZones }: Rig, ...names: readonly string[]): Promise<RecordChange[]> {
  const changes: RecordChange[] = [];
  for (const name of names) {
    const change = planRecordChange({ zoneId: 'Z1', name }, await hostedZones.getAddressRecords('Z1', name), aTarget());
    if ('notReplaceable' in change) throw new Error('not replaceable');
    changes.push(change);
  }
  return changes;
}
const replace = (rig: Rig, recordChanges: RecordChange[]) =>
  rig.step({ target: aTarget(), recordChanges, verification });

it('saves the old record, then replaces it in one batch, and reports it', async () => {
  const rig = setUp();
  const recordChanges = await checked(rig, 'app.example.com');
  expect(await replace(rig, recordChanges)).toEqual({
    alias: { records: [{ name: 'app.example.com', type: 'A', created: true }] },
    replacedRecords: [{ ...oldRecord, zoneId: 'Z1' }],
  });
  expect(rig.journal.changes).toEqual([
    'replacedRecords.save app.example.com',
    'createdRecords.save app.example.com/A',
    'hostedZones.changeRecords Z1 -app.example.com/CNAME +app.example.com/A',
  ]);
  expect(rig.hostedZones.records('Z1')).toEqual([`app.example.com A ${DNS_NAME}`]);
  expect(rig.replacedRecords.all()).toEqual([
    { zoneId: 'Z1', name: 'app.example.com', kept: [], deleted: [oldRecord], created: [anAlias('A')], replacedAt: NOW },
  ]);
});

it('replaces the records of several names in one batch, and creates the missing alias with them', async () => {
  const rig = setUp({ 'app.example.com': old, 'www.example.com': { type: 'A', values: ['192.0.2.1'] } });
  await replace(rig, await checked(rig, 'app.example.com', 'www.example.com', 'new.example.com'));
  expect(rig.journal.changes.filter((call) => call.startsWith('hostedZones.'))).toEqual([
    'hostedZones.changeRecords Z1 -app.example.com/CNAME -www.example.com/A +app.example.com/A +www.example.com/A +new.example.com/A',
  ]);
  // What was not replaced cannot be rolled back.
  expect(rig.replacedRecords.all().map(({ name }) => name)).toEqual(['app.example.com', 'www.example.com']);
});

it('changes nothing when the name points here already', async () => {
  const rig = setUp({ 'app.example.com': { type: 'A', aliasTarget: DNS_NAME, values: [] } });
  expect(await replace(rig, await checked(rig, 'app.example.com'))).toEqual({
    alias: { records: [] },
    replacedRecords: [],
  });
  expect(rig.journal.changes).toEqual([]);
});

it('reports the change again when the response to it was lost', async () => {
  const rig = setUp();
  const recordChanges = await checked(rig, 'app.example.com');
  const first = await replace(rig, recordChanges);
  const changes = [...rig.journal.changes];
  expect(await replace(rig, recordChanges)).toEqual(first);
  expect(rig.journal.changes).toEqual(changes);
});

it('does not claim a change that somebody else has made', async () => {
  const rig = setUp();
  const recordChanges = await checked(rig, 'app.example.com');
  rig.hostedZones.take('Z1', 'app.example.com', 'CNAME');
  rig.hostedZones.put('Z1', 'app.example.com', { type: 'A', aliasTarget: DNS_NAME, values: [] });
  expect(await replace(rig, recordChanges)).toMatchObject({ replacedRecords: [] });
  expect(rig.journal.changes).toEqual([]);
});

it.each<[string, (rig: Rig) => void, RegExp]>([
  [
    'another value',
    ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { ...old, values: ['new.example.net.'] }),
    /was CNAME old\.example\.net\. \(TTL 60\) when the request was checked, and is now CNAME new\.example\.net\./,
  ],
  ['another TTL', ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { ...old, ttl: 61 }), /\(TTL 61\)/],
  ['no value', ({ hostedZones }) => hostedZones.take('Z1', 'app.example.com', 'CNAME'), /is now nothing/],
  [
    'a routing policy',
    ({ hostedZones }) => hostedZones.put('Z1', 'app.example.com', { ...old, setIdentifier: 'blue' }),
    /routing policy/,
  ],
])('changes no name at all when one has %s since the check', async (_case, meanwhile, message) => {
  const rig = setUp({ 'app.example.com': old, 'www.example.com': old });
  const recordChanges = await checked(rig, 'www.example.com', 'app.example.com');
  meanwhile(rig);
  await expect(replace(rig, recordChanges)).rejects.toThrow(RecordChangedError);
  await expect(replace(rig, recordChanges)).rejects.toThrow(message);
  expect(rig.journal.changes).toEqual([]);
});

it('keeps every record when Route 53 rejects the batch', async () => {
  const rig = setUp();
  const recordChanges = await checked(rig, 'app.example.com');
  rig.hostedZones.changeRecords = () => Promise.reject(new DnsChangeRejectedError('it is protected'));
  await expect(replace(rig, recordChanges)).rejects.toThrow(DnsChangeRejectedError);
  expect(rig.hostedZones.records('Z1')).toEqual(['app.example.com CNAME old.example.net.']);
});
