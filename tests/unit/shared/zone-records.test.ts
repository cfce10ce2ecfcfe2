import { zoneRecords } from '../../../shared/cache/zone-records';
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

const answers = async ({ records }: Setting) => [
  await records.cname('Z1', 'a.example.com'),
  await records.cname('Z1', 'b.example.com'),
  await records.node('Z1', 'a.example.com'),
  await records.node('Z1', 'b.example.com'),
  await records.node('Z1', 'c.example.com'),
];

it.each<[string, readonly string[], (setting: Setting) => void, readonly string[]]>([
  ['one question, of several names in a small zone', NAMES, () => undefined, ['hostedZones.wholeZone Z1']],
  [
    'a question a name, of few names',
    NAMES.slice(1),
    () => undefined,
    ['cname Z1 a', 'cname Z1 b', 'node Z1 a', 'node Z1 b', 'node Z1 c'].map(
      (asked) => `hostedZones.${asked}.example.com`,
    ),
  ],
  [
    'a question a name after one in vain, in a large zone',
    NAMES,
    ({ hostedZones }) => {
      for (let n = 0; n < 300; n += 1) hostedZones.put('Z1', `n${n}.example.com`, { type: 'TXT', values: [] });
    },
    [
      'hostedZones.wholeZone Z1',
      ...['cname Z1 a', 'cname Z1 b', 'node Z1 a', 'node Z1 b', 'node Z1 c'].map(
        (asked) => `hostedZones.${asked}.example.com`,
      ),
    ],
  ],
])('asks %s', async (_how, names, arrange, calls) => {
  const setting = setUp([...names]);
  arrange(setting);
  setting.journal.calls.length = 0;
  expect(await answers(setting)).toMatchObject([
    ['elsewhere.example.net'],
    [],
    { exists: true, records: [{ type: 'CNAME' }] },
    { exists: true, records: [{ type: 'A', values: ['192.0.2.1'] }, { type: 'TXT' }] },
    { exists: false, records: [] },
  ]);
  expect(setting.journal.calls).toEqual(calls);
});
