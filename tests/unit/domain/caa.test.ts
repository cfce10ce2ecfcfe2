import { allowsAmazon, caaLookups, type CaaRecord, caaText } from '../../../shared/domain/dns/caa';

/** Parses `0 issue "amazon.com"`. */
const caa = (text: string): CaaRecord => {
  const [, flags, tag = '', value = ''] = /^(\d+) (\w+) "(.*)"$/.exec(text) ?? [];
  return { isCritical: Number(flags) >= 128, tag, value };
};

it.each<[string, string, string[], boolean]>([
  ['no records', 'example.com', [], true],
  ['amazon.com', 'example.com', ['0 issue "amazon.com"'], true],
  ['amazontrust.com', 'example.com', ['0 issue "amazontrust.com"'], true],
  ['awstrust.com', 'example.com', ['0 issue "awstrust.com"'], true],
  ['amazonaws.com', 'example.com', ['0 issue "amazonaws.com"'], true],
  ['another issuer', 'example.com', ['0 issue "letsencrypt.org"'], false],
  ['Amazon and another issuer', 'example.com', ['0 issue "letsencrypt.org"', '0 issue "amazon.com"'], true],
  ['no issuer', 'example.com', ['0 issue ";"'], false],
  ['an empty value', 'example.com', ['0 issue ""'], false],
  ['a name that only ends like amazon.com', 'example.com', ['0 issue "notamazon.com"'], false],
  ['capitals, spaces and a trailing dot', 'example.com', ['0 ISSUE " Amazon.COM. "'], true],
  ['parameters', 'example.com', ['0 issue "amazon.com; validationmethods=dns-01"'], true],
  ['parameters of another issuer', 'example.com', ['0 issue "letsencrypt.org; cansignhttpexchanges=yes"'], false],
  ['only a report address', 'example.com', ['0 iodef "mailto:security@example.com"'], true],
  ['issuewild for a name that is not a wildcard', 'example.com', ['0 issuewild ";"'], true],
  ['issuewild for a wildcard', '*.example.com', ['0 issuewild "amazon.com"'], true],
  ['issuewild that forbids what issue allows', '*.example.com', ['0 issue "amazon.com"', '0 issuewild ";"'], false],
  ['issuewild that allows what issue forbids', '*.example.com', ['0 issue ";"', '0 issuewild "amazon.com"'], true],
  ['issue for a wildcard without issuewild', '*.example.com', ['0 issue "amazon.com"'], true],
  ['issue of another issuer for a wildcard', '*.example.com', ['0 issue "letsencrypt.org"'], false],
  ['an unknown critical tag', 'example.com', ['128 future "x"', '0 issue "amazon.com"'], false],
  ['an unknown non-critical tag', 'example.com', ['0 future "x"'], true],
  ['a known critical tag', 'example.com', ['128 issue "amazon.com"'], true],
])('with %s, for %s', (_case, domainName, records, allowed) => {
  expect(allowsAmazon(domainName, records.map(caa))).toBe(allowed);
});

it('is looked up at the name first, then at each parent', () => {
  expect(caaLookups('*.app.example.com')).toEqual(['app.example.com', 'example.com', 'com']);
});

it('is formatted as in a zone file', () => {
  expect(['0 issue "amazon.com"', '128 future "x"'].map((text) => caaText(caa(text)))).toEqual([
    '0 issue "amazon.com"',
    '128 future "x"',
  ]);
});
