import { writeValidationRecords } from '../../../functions/secure/write-validation-records';
import {
  PriorRequestNotCompleteError,
  RecordConflictError,
  ValidationRecordsNotReadyError,
} from '../../../shared/errors';
import { someZones } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';
import { validationRecordOf } from '../../fakes/fake-certificates';

const NAME = '_x1.app.example.com';
const VALUE = '_y2.app-example-com.acm-validations.aws';

function setUp(names: [string, ...string[]] = ['app.example.com', '*.app.example.com'], zones = someZones) {
  const account = fakeAccount();
  const certificateArn = account.certificates.add({ domainNames: names, keyAlgorithm: 'RSA_2048', tags: {} });
  const step = writeValidationRecords(account);
  const write = () => step({ names: { domainNames: names }, zones, certificate: { certificateArn } });
  return { ...account, certificateArn, write };
}
const writes = (calls: readonly string[]) => calls.filter((call) => call.startsWith('hostedZones.upsertCnames'));

it('writes one record for a name and its wildcard', async () => {
  const { write, hostedZones } = setUp();
  expect(await write()).toEqual({
    validation: { records: [{ zoneId: 'Z1', name: NAME, value: VALUE, written: true }] },
  });
  expect(hostedZones.records('Z1')).toEqual([`${NAME} CNAME ${VALUE}`]);
});

it('fails for a retry until every name has its record', async () => {
  const { write, certificates, journal } = setUp();
  certificates.giveRecordsAfter(1_000);
  await expect(write()).rejects.toThrow(ValidationRecordsNotReadyError);
  expect(journal.changes).toEqual([]);
});

it('fails for a retry while the certificate is not visible in ACM', async () => {
  const { write, certificates, certificateArn } = setUp();
  certificates.remove(certificateArn);
  await expect(write()).rejects.toThrow(/no validation record yet for app\.example\.com, \*\.app\.example\.com/);
});

it('writes no record that exists', async () => {
  const { write, hostedZones, journal } = setUp();
  hostedZones.put('Z1', NAME, { type: 'CNAME', values: [VALUE] });
  expect((await write()).validation.records).toMatchObject([{ written: false }]);
  expect(journal.changes).toEqual([]);
});

it('writes only what differs, in one batch per zone', async () => {
  const zones = ['a.example.com', 'b.example.com', 'c.example.com', 'example.org'].map((domainName) => ({
    domainName,
    zoneId: domainName === 'example.org' ? 'Z2' : 'Z1',
    zoneName: domainName === 'example.org' ? 'example.org' : 'example.com',
  }));
  const { write, hostedZones, journal } = setUp(
    ['a.example.com', 'b.example.com', 'c.example.com', 'example.org'],
    zones,
  );
  hostedZones.add('Z2', 'example.org');
  hostedZones.put('Z1', '_x1.a.example.com', { type: 'CNAME', values: ['_y2.a-example-com.acm-validations.aws'] });
  await write();
  expect(writes(journal.calls)).toEqual([
    'hostedZones.upsertCnames Z1 _x1.b.example.com _x1.c.example.com',
    'hostedZones.upsertCnames Z2 _x1.example.org',
  ]);
});

it('replaces an earlier record of ACM', async () => {
  const { write, hostedZones } = setUp();
  hostedZones.put('Z1', NAME, { type: 'CNAME', values: ['_old.acm-validations.aws'] });
  await write();
  expect(hostedZones.records('Z1')).toEqual([`${NAME} CNAME ${VALUE}`]);
});

it.each<[string, readonly (readonly [string, string])[]]>([
  ["ACM's value without its underscore", [[NAME, VALUE.slice(1)]]],
  [
    'a CNAME that leads to it',
    [
      [NAME, 'app.validation.example.net'],
      ['app.validation.example.net', VALUE],
    ],
  ],
  [
    'the fifth CNAME of a chain',
    [
      [NAME, 'a.example.net'],
      ['a.example.net', 'b.example.net'],
      ['b.example.net', 'c.example.net'],
      ['c.example.net', 'd.example.net'],
      ['d.example.net', VALUE.toUpperCase()],
    ],
  ],
])('takes for the record: %s', async (_what, cnames) => {
  const { write, hostedZones, journal } = setUp();
  hostedZones.add('Z9', 'example.net');
  for (const [at, value] of cnames) hostedZones.put(at === NAME ? 'Z1' : 'Z9', at, { type: 'CNAME', values: [value] });
  expect((await write()).validation.records).toMatchObject([{ written: false }]);
  expect(journal.changes).toEqual([]);
});

it.each<[string, readonly (readonly [string, string])[]]>([
  ['a CNAME that leads nowhere', [[NAME, 'app.validation.example.net']]],
  [
    'a circle',
    [
      [NAME, 'a.example.net'],
      ['a.example.net', NAME],
    ],
  ],
  [
    'the sixth CNAME of a chain',
    [
      [NAME, 'a.example.net'],
      ['a.example.net', 'b.example.net'],
      ['b.example.net', 'c.example.net'],
      ['c.example.net', 'd.example.net'],
      ['d.example.net', 'e.example.net'],
      ['e.example.net', VALUE],
    ],
  ],
])('does not take for the record: %s', async (_what, cnames) => {
  const { write, hostedZones, journal } = setUp();
  hostedZones.add('Z9', 'example.net');
  for (const [at, value] of cnames) hostedZones.put(at === NAME ? 'Z1' : 'Z9', at, { type: 'CNAME', values: [value] });
  await expect(write()).rejects.toThrow(RecordConflictError);
  expect(journal.changes).toEqual([]);
});

it('never replaces an earlier record of ACM that has a routing policy', async () => {
  const { write, hostedZones, journal } = setUp();
  hostedZones.put('Z1', NAME, { type: 'CNAME', values: ['_old.acm-validations.aws'], setIdentifier: 'blue' });
  await expect(write()).rejects.toThrow(RecordConflictError);
  await expect(write()).rejects.toThrow(/a record with a routing policy is never changed/);
  expect(journal.changes).toEqual([]);
});

it('rejects a conflicting CNAME, and writes nothing', async () => {
  const { write, hostedZones, journal } = setUp(
    ['app.example.com', 'b.example.com'],
    [...someZones, { domainName: 'b.example.com', zoneId: 'Z1', zoneName: 'example.com' }],
  );
  hostedZones.put('Z1', '_x1.b.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
  await expect(write()).rejects.toThrow(RecordConflictError);
  await expect(write()).rejects.toThrow(/_x1\.b\.example\.com CNAME elsewhere\.example\.net exists in zone Z1/);
  expect(journal.changes).toEqual([]);
});

it('fails for a retry while Route 53 is busy', async () => {
  const { write, hostedZones, now } = setUp();
  hostedZones.beBusyUntil(new Date(now().getTime() + 1));
  await expect(write()).rejects.toThrow(PriorRequestNotCompleteError);
});

it('needs the same record for a name and its wildcard', () => {
  expect(validationRecordOf('*.example.com')).toEqual(validationRecordOf('example.com'));
});
