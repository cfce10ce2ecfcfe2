import { allowsAmazon, caaLookups, type CaaRecord, caaText } from '../../../shared/domain/dns/caa';

/** Reads `0 issue "amazon.com"`. */
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
  ['Amazon beside another', 'example.com', ['0 issue "letsencrypt.org"', '0 issue "amazon.com"'], true],
  ['nobody', 'example.com', ['0 issue ";"'], false],
  ['an empty value', 'example.com', ['0 issue ""'], false],
  ['a name that only ends in amazon.com', 'example.com', ['0 issue "notamazon.com"'], false],
  ['capitals, spaces and a dot', 'example.com', ['0 ISSUE " Amazon.COM. "'], true],
  ['parameters', 'example.com', ['0 issue "amazon.com; validationmethods=dns-01"'], true],
  ['parameters of another', 'example.com', ['0 issue "letsencrypt.org; cansignhttpexchanges=yes"'], false],
  ['only a report address', 'example.com', ['0 iodef "mailto:security@example.com"'], true],
  ['issuewild for a name that is none', 'example.com', ['0 issuewild ";"'], true],
  ['issuewild for a wildcard', '*.example.com', ['0 issuewild "amazon.com"'], true],
  ['issuewild in force over issue', '*.example.com', ['0 issue "amazon.com"', '0 issuewild ";"'], false],
  ['issuewild that lets what issue forbids', '*.example.com', ['0 issue ";"', '0 issuewild "amazon.com"'], true],
  ['issue for a wildcard without issuewild', '*.example.com', ['0 issue "amazon.com"'], true],
  ['issue against a wildcard without issuewild', '*.example.com', ['0 issue "letsencrypt.org"'], false],
  ['a critical tag that is unknown', 'example.com', ['128 future "x"', '0 issue "amazon.com"'], false],
  ['an unknown tag that is not critical', 'example.com', ['0 future "x"'], true],
  ['a critical tag that is known', 'example.com', ['128 issue "amazon.com"'], true],
])('CAA with %s: Amazon may issue for %s', (_case, domainName, records, allowed) => {
  expect(allowsAmazon(domainName, records.map(caa))).toBe(allowed);
});

it('is looked for at the name first and then at each parent', () => {
  expect(caaLookups('*.app.example.com')).toEqual(['app.example.com', 'example.com', 'com']);
});

it('reads as it stands in a zone file', () => {
  expect(['0 issue "amazon.com"', '128 future "x"'].map((text) => caaText(caa(text)))).toEqual([
    '0 issue "amazon.com"',
    '128 future "x"',
  ]);
});
