import {
  ancestry,
  baseOf,
  isWildcard,
  isWithin,
  parseDomainName,
  probeName,
} from '../../../shared/domain/names/domain-name';

const label63 = 'a'.repeat(63);
/** A name of exactly the given length, in labels of at most 63 characters. */
const nameOfLength = (length: number) =>
  `${label63}.`
    .repeat(4)
    .slice(0, length - 4)
    .replace(/\.$/, 'a') + '.com';

describe('a domain name', () => {
  it.each([
    ['in normal form', 'app.example.com', 'app.example.com'],
    ['in capitals', 'App.EXAMPLE.Com', 'app.example.com'],
    ['with a trailing dot', 'app.example.com.', 'app.example.com'],
    ['as a wildcard', '*.Example.com.', '*.example.com'],
    ['internationalised', 'bücher.example', 'xn--bcher-kva.example'],
    ['internationalised in capitals', 'MÜNCHEN.example', 'xn--mnchen-3ya.example'],
    ['with ß, which is not converted to ss', 'straße.example', 'xn--strae-oqa.example'],
    ['as an internationalised wildcard', '*.bücher.example', '*.xn--bcher-kva.example'],
    ['in punycode', 'XN--Bcher-KVA.example', 'xn--bcher-kva.example'],
    ['with ideographic dots', 'app。example。com', 'app.example.com'],
    ['with a label of 63 characters', `${label63}.example.com`, `${label63}.example.com`],
    ['of 253 characters', nameOfLength(253), nameOfLength(253)],
    ['that only ends like an AWS-owned one', 'notamazonaws.com', 'notamazonaws.com'],
    ['with a numeric label', '1.example.com', '1.example.com'],
  ])('%s is accepted and normalised', (_how, written, name) => {
    expect(parseDomainName(written)).toEqual({ name });
  });

  it.each([
    ['that is empty', '', /punycode/],
    ['of one label', 'localhost', /two labels/],
    ['of a top-level domain under a wildcard', '*.com', /two labels/],
    ['with an empty label', 'app..example.com', /label ""/],
    ['with two trailing dots', 'example.com..', /label ""/],
    ['with a leading dot', '.example.com', /label ""/],
    ['with a label of 64 characters', `${label63}a.example.com`, /63/],
    ['of 254 characters', nameOfLength(254), /253/],
    ['of over 253 characters including its wildcard', `*.${nameOfLength(252)}`, /253/],
    ['with a hyphen in front', '-app.example.com', /label "-app"/],
    ['with a hyphen at the end', 'app-.example.com', /label "app-"/],
    ['with an underscore', 'my_app.example.com', /character/],
    ['with a space', 'my app.example.com', /character/],
    ['that is a URL', 'https://example.com/', /character/],
    ['with a port', 'example.com:443', /character/],
    ['with a percent sign', 'ex%61mple.com', /character/],
    ['with a wildcard inside', 'app.*.example.com', /wildcard/],
    ['with two wildcards', '*.*.example.com', /wildcard/],
    ['with half a wildcard', 'app*.example.com', /wildcard/],
    ['with a full-width wildcard', '＊.example.com', /label/],
    ['that is an IPv4 address', '192.0.2.1', /IP address/],
    ['with invalid punycode', 'xn--a.example.com', /xn--/],
    ['with hyphens in positions 3 and 4', 'ab--cd.example.com', /positions 3 and 4/],
    ['owned by AWS', 'app.amazonaws.com', /amazonaws\.com, which belongs to AWS/],
    ['of CloudFront', 'd1.cloudfront.net', /cloudfront\.net/],
    ['of Elastic Beanstalk', 'app.eu-west-1.elasticbeanstalk.com', /elasticbeanstalk\.com/],
    ['that is an AWS-owned suffix', 'cloudfront.net', /belongs to AWS/],
    ['that is a wildcard under an AWS-owned suffix', '*.amazonaws.com', /belongs to AWS/],
  ])('%s is rejected with the violated rule', (_what, written, rule) => {
    expect(parseDomainName(written)).toEqual({ problem: expect.stringMatching(rule) });
  });
});

describe('a wildcard', () => {
  it('is recognised by its leftmost label', () => {
    expect([isWildcard('*.example.com'), isWildcard('example.com')]).toEqual([true, false]);
  });
  it('has a base without that label', () => {
    expect([baseOf('*.example.com'), baseOf('example.com')]).toEqual(['example.com', 'example.com']);
  });
  it('is probed with a fixed label', () => {
    expect([probeName('*.example.com'), probeName('example.com')]).toEqual([
      'acm-autopilot.example.com',
      'example.com',
    ]);
  });
});

it.each([
  ['example.com', 'example.com', true],
  ['app.example.com', 'example.com', true],
  ['*.example.com', 'example.com', true],
  ['notexample.com', 'example.com', false],
  ['example.com', 'app.example.com', false],
  ['example.com.org', 'example.com', false],
])('%s is within %s: %s', (name, ancestor, within) => {
  expect(isWithin(name, ancestor)).toBe(within);
});

it('lists the ancestry from the name to the top-level domain, without the wildcard', () => {
  expect(ancestry('*.app.example.com')).toEqual(['app.example.com', 'example.com', 'com']);
});
