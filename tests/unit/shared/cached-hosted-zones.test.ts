import { cachedHostedZones } from '../../../shared/cache/cached-sources';
import { fakeAccount } from '../../fakes/fake-account';

const START = Date.parse('2026-11-24T12:00:00Z');

function setUp() {
  const { hostedZones, journal } = fakeAccount();
  let now = START;
  const zones = cachedHostedZones(hostedZones, () => new Date(now));
  return { zones, journal, wait: (seconds: number) => (now += seconds * 1_000) };
}

it.each([
  ['once within a minute', 60, 1],
  ['again after it', 61, 2],
])('reads the zones and their name servers %s', async (_when, seconds, times) => {
  const { zones, journal, wait } = setUp();
  await zones.list();
  await zones.get('Z1');
  wait(seconds);
  await zones.list();
  await zones.get('Z1');
  expect(journal.calls.filter((call) => call === 'hostedZones.list')).toHaveLength(times);
  expect(journal.calls.filter((call) => call === 'hostedZones.get Z1')).toHaveLength(times);
});

it('reads records each time', async () => {
  const { zones, journal } = setUp();
  await zones.getNode('Z1', 'app.example.com');
  await zones.getNode('Z1', 'app.example.com');
  expect(journal.calls).toHaveLength(2);
});
