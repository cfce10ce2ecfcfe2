import { candidateZones, type HostedZone, isDelegated } from '../../../shared/domain/dns/zone';

const zone = (id: string, name: string, isPrivate = false): HostedZone => ({ id, name, isPrivate });
const zones = [
  zone('Z1', 'example.com'),
  zone('Z2', 'dev.example.com'),
  zone('Z3', 'dev.example.com'),
  zone('Z4', 'internal.example.com', true),
  zone('Z5', 'com'),
  zone('Z6', 'example.org', true),
];

it.each<[string, string, string[]]>([
  ['the apex', 'example.com', ['Z1']],
  ['a subdomain', 'app.example.com', ['Z1']],
  ['a wildcard', '*.example.com', ['Z1']],
  ['the longest match, and both zones of that name', 'app.dev.example.com', ['Z2', 'Z3']],
  ['the child zone at its own apex', 'dev.example.com', ['Z2', 'Z3']],
  ['the public parent of a private zone', 'db.internal.example.com', ['Z1']],
  ['a name with only a common suffix', 'notexample.com', ['Z5']],
  ['a name with only a private zone', 'app.example.org', []],
  ['a name without a zone', 'example.net', []],
])('the candidates for %s (%s) are %j', (_case, name, ids) => {
  expect(candidateZones(name, zones).map(({ id }) => id)).toEqual(ids);
});

it.each<[string, string[], string[], boolean]>([
  ['the same name servers', ['ns-1.awsdns.com', 'ns-2.awsdns.net'], ['ns-2.awsdns.net', 'ns-1.awsdns.com'], true],
  ['capitals and trailing dots', ['ns-1.awsdns.com'], ['NS-1.AWSDNS.com.'], true],
  ['one name server in common', ['ns-1.awsdns.com', 'ns-2.awsdns.net'], ['ns-2.awsdns.net', 'ns.old.example'], true],
  ['different name servers', ['ns-1.awsdns.com'], ['ns-3.awsdns.com'], false],
  ['no name servers', ['ns-1.awsdns.com'], [], false],
])('a delegation with %s', (_case, zoneNameServers, publicNameServers, delegated) => {
  expect(isDelegated(zoneNameServers, publicNameServers)).toBe(delegated);
});
