import { pendingText, type SeenRecord, pendingReason } from '../../../shared/domain/dns/validation-records';

const record = { name: '_t.example.com.', value: '_v.xyz.acm-validations.aws.' };
const seen = (values: string[], nameServers = ['ns-1.awsdns.com']): SeenRecord => ({
  values,
  zoneName: 'example.com',
  nameServers,
});

it.each<[string, typeof record | undefined, SeenRecord | undefined, RegExp]>([
  ['ACM has not provided a record', undefined, undefined, /ACM has not provided its validation record yet/],
  [
    'the record is not in public DNS',
    record,
    seen([]),
    /public DNS has no _t\.example\.com CNAME _v\.xyz\.acm-validations\.aws; example\.com is delegated to ns-1\.awsdns\.com/,
  ],
  ['the zone is not delegated', record, seen([], []), /; example\.com is not delegated/],
  [
    'public DNS has another value',
    record,
    seen(['elsewhere.example.net']),
    /public DNS has elsewhere\.example\.net, but ACM requires/,
  ],
  ['the record is in public DNS', record, seen(['_V.xyz.acm-validations.aws']), /ACM has not validated it yet/],
  ['the query failed', record, { error: 'SERVFAIL' }, /^SERVFAIL$/],
])('explains that %s', (_case, required, dns, reason) => {
  expect(pendingReason(required, dns)).toMatch(reason);
});

it.each([
  [[], 'every name is validated'],
  [[{ domainName: 'a.example', why: 'x' }], 'a.example: x'],
  [
    [
      { domainName: 'a.example', why: 'x' },
      { domainName: 'b.example', why: 'y' },
      { domainName: '*.a.example', why: 'x' },
    ],
    'a.example, *.a.example: x; b.example: y',
  ],
])('groups names by reason: %j', (pending, text) => {
  expect(pendingText(pending)).toBe(text);
});
