import { pendingText, type SeenRecord, whyPending } from '../../../shared/domain/dns/validation-records';

const record = { name: '_t.example.com.', value: '_v.xyz.acm-validations.aws.' };
const seen = (values: string[], nameServers = ['ns-1.awsdns.com']): SeenRecord => ({
  values,
  zoneName: 'example.com',
  nameServers,
});

it.each<[string, typeof record | undefined, SeenRecord | undefined, RegExp]>([
  ['ACM gave no record', undefined, undefined, /ACM has not given its validation record yet/],
  [
    'the record is not in public DNS',
    record,
    seen([]),
    /public DNS has no _t\.example\.com CNAME _v\.xyz\.acm-validations\.aws; it delegates example\.com to ns-1\.awsdns\.com/,
  ],
  ['the zone is delegated to nobody', record, seen([], []), /delegates example\.com to nobody/],
  [
    'another value stands',
    record,
    seen(['elsewhere.example.net']),
    /public DNS has elsewhere\.example\.net where ACM wants/,
  ],
  ['the record stands', record, seen(['_V.xyz.acm-validations.aws']), /ACM has not acted on it yet/],
  ['the look-up failed', record, { error: 'SERVFAIL' }, /^SERVFAIL$/],
])('says why when %s', (_case, wanted, dns, why) => {
  expect(whyPending(wanted, dns)).toMatch(why);
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
])('names with the same reason stand together: %j', (pending, text) => {
  expect(pendingText(pending)).toBe(text);
});
