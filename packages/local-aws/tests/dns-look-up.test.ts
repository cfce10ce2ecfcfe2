import { lookUp } from '../src/dns/look-up';
import { normalizeName } from '../src/route53/names';
import { recordSetKey, type RecordSet } from '../src/route53/record-sets';

const records = [
  ['example.com', 'SOA', 'ns-1.example.net. hostmaster.example.net. 1 2 3 4 5'],
  ['example.com', 'NS', 'ns-1.example.net.'],
  ['host1.example.com', 'A', '192.0.2.1'],
  ['_ssh._tcp.host1.example.com', 'SRV', '0 0 22 host1.example.com.'],
  ['*.example.com', 'TXT', '"wildcard"'],
  ['*.example.com', 'MX', '10 host1.example.com.'],
  ['alias.example.com', 'CNAME', 'host1.example.com.'],
  ['sub.example.com', 'NS', 'ns.elsewhere.test.'],
  ['*.deep.wild.example.com', 'CNAME', 'host1.example.com.'],
] as const;

const recordSets = new Map(
  records.map(([name, type, value]) => {
    const recordSet: RecordSet = { name: normalizeName(name), type, content: { ttlSeconds: 300, values: [value] } };
    return [recordSetKey(recordSet), recordSet] as const;
  }),
);

describe('a name server looks up', () => {
  it.each([
    ['host1.example.com', 'A', 'host1.example.com A'],
    ['host1.example.com', 'TXT', 'no-data'],
    ['example.com', 'NS', 'example.com NS'],
    ['alias.example.com', 'A', 'alias.example.com CNAME'],
    ['alias.example.com', 'CNAME', 'alias.example.com CNAME'],
    // The examples of RFC 4592, 2.2.1.
    ['host3.example.com', 'MX', '*.example.com MX'],
    ['host3.example.com', 'A', 'no-data'],
    ['foo.bar.example.com', 'TXT', '*.example.com TXT'],
    ['_tcp.host1.example.com', 'MX', 'no-data'],
    ['_telnet._tcp.host1.example.com', 'SRV', 'no-name'],
    ['host.sub.example.com', 'A', 'sub.example.com -> ns.elsewhere.test.'],
    ['sub.example.com', 'MX', 'sub.example.com -> ns.elsewhere.test.'],
    ['*.example.com', 'TXT', '*.example.com TXT'],
    ['x.*.example.com', 'TXT', 'no-name'],
    ['wild.example.com', 'TXT', 'no-data'],
    ['x.wild.example.com', 'TXT', 'no-name'],
    ['x.deep.wild.example.com', 'A', '*.deep.wild.example.com CNAME'],
  ])('%s %s: %s', (name, type, expected) => {
    const finding = lookUp('example.com.', recordSets, normalizeName(name), type);
    const received = {
      found: () => finding.kind === 'found' && `${finding.recordSet.name} ${finding.recordSet.type}`,
      referral: () => finding.kind === 'referral' && `${finding.domain} -> ${finding.nameServers.join()}`,
      'no-data': () => 'no-data',
      'no-name': () => 'no-name',
    }[finding.kind]();
    expect(String(received).replace('\\052', '*').replace('com. ', 'com ')).toBe(expected);
  });
});
