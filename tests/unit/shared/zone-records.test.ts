import { zoneRecords } from '../../../shared/preflight/find-zones';
import { fakeAccount } from '../../fakes/fake-account';

const NAMES = ['a.example.com', 'b.example.com', 'c.example.com'];

function setUp(names = NAMES) {
  const { hostedZones, journal } = fakeAccount();
  hostedZones.put('Z1', 'a.example.com', { type: 'CNAME', values: ['elsewhere.example.net'] });
  hostedZones.put('Z1', 'b.example.com', { type: 'A', values: ['192.0.2.1'] });
  hostedZones.put('Z1', 'b.example.com', { type: 'TXT', values: ['"text"'] });
  journal.calls.length = 0;
  const records = zoneRecords(
    hostedZones,
    names.map(() => ({ zoneId: 'Z1' })),
  );
  return { hostedZones, journal, records };
}
type Setting = ReturnType<typeof setUp>;

const readAll = async ({ records }: Setting) => [
  await records.getCname('Z1', 'a.example.com'),
  await records.getCname('Z1', 'b.example.com'),
  await records.getNode('Z1', 'a.example.com'),
  await records.getNode('Z1', 'b.example.com'),
  await records.getNode('Z1', 'c.example.com'),
];

it.each<[string, readonly string[], (setting: Setting) => void, readonly string[]]>([
  ['once for several names in a small zone', NAMES, () => undefined, ['hostedZones.listAllRecords Z1']],
  [
    'once per name for few names',
    NAMES.slice(1),
    () => undefined,
    ['getCname Z1 a', 'getCname Z1 b', 'getNode Z1 a', 'getNode Z1 b', 'getNode Z1 c'].map(
      (call) => `hostedZones.${call}.example.com`,
    ),
  ],
  [
    'once per name after a failed listing, in a large zone',
    NAMES,
    ({ hostedZones }) => {
      for (let n = 0; n < 300; n += 1) hostedZones.put('Z1', `n${n}.example.com`, { type: 'TXT', values: [] });
    },
    [
      'hostedZones.listAllRecords Z1',
      ...['getCname Z1 a', 'getCname Z1 b', 'getNode Z1 a', 'getNode Z1 b', 'getNode Z1 c'].map(
        (call) => `hostedZones.${call}.example.com`,
      ),
    ],
  ],
])('reads %s', async (_how, names, arrange, calls) => {
  const setting = setUp([...names]);
  arrange(setting);
  setting.journal.calls.length = 0;
  expect(await readAll(setting)).toMatchObject([
    ['elsewhere.example.net'],
    [],
    { exists: true, records: [{ type: 'CNAME' }] },
    { exists: true, records: [{ type: 'A', values: ['192.0.2.1'] }, { type: 'TXT' }] },
    { exists: false, records: [] },
  ]);
  expect(setting.journal.calls).toEqual(calls);
});
