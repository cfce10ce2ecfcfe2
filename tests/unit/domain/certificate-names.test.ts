import {
  certificateNames,
  coversName,
  issuableKeyAlgorithm,
  sameNames,
} from '../../../shared/domain/names/certificate-names';

const long = (length: number) => `${'a'.repeat(30)}.${'b'.repeat(length - 43)}.example.com`;

describe('the names of a certificate', () => {
  it.each<[string, string, string[], string[]]>([
    ['one name', 'example.com', [], ['example.com']],
    ['the requested domain first', 'b.example.com', ['a.example.com'], ['b.example.com', 'a.example.com']],
    ['apex and wildcard', 'example.com', ['*.example.com'], ['example.com', '*.example.com']],
    [
      'each name once',
      'example.com',
      ['a.example.com', 'example.com', 'a.example.com'],
      ['example.com', 'a.example.com'],
    ],
    ['64 octets as a common name', long(64), ['a.example.com'], [long(64), 'a.example.com']],
    ['a shorter name before a long one', long(65), ['a.example.com'], ['a.example.com', long(65)]],
    [
      'the first short name as the common name, the others in order',
      long(70),
      [long(65), 'b.example.com', 'a.example.com'],
      ['b.example.com', long(70), long(65), 'a.example.com'],
    ],
  ])('contain %s', (_case, domainName, alternativeNames, names) => {
    expect(certificateNames(domainName, alternativeNames, 10)).toEqual({ names });
  });

  it('are rejected if none is short enough for the common name', () => {
    expect(certificateNames(long(65), [long(66)], 10)).toEqual({ problem: expect.stringContaining('64 characters') });
  });

  it.each([
    [10, 10, true],
    [11, 10, false],
    [100, 100, true],
    [2, 1, false],
  ])('%i are allowed by a quota of %i: %s', (count, quota, fits) => {
    const others = Array.from({ length: count - 1 }, (_, index) => `n${index}.example.com`);
    expect('names' in certificateNames('example.com', others, quota)).toBe(fits);
  });

  it('are rejected with the requested number and the quota', () => {
    expect(certificateNames('example.com', ['a.example.com'], 1)).toEqual({
      problem: expect.stringMatching(/2 names.*quota is 1/),
    });
  });

  it('count towards the quota without duplicates', () => {
    expect(certificateNames('example.com', ['example.com'], 1)).toEqual({ names: ['example.com'] });
  });
});

it.each<[string[], string[], boolean]>([
  [['a.com', 'b.com'], ['b.com', 'a.com'], true],
  [['a.com', 'b.com'], ['a.com', 'a.com', 'b.com'], true],
  [['a.com', 'b.com'], ['a.com'], false],
  [['a.com'], ['a.com', 'b.com'], false],
  [['a.com'], ['*.a.com'], false],
])('%j and %j are the same names: %s', (left, right, same) => {
  expect(sameNames(left, right)).toBe(same);
});

it.each([
  ['EC_secp384r1', 'EC_secp384r1'],
  ['RSA_4096', 'RSA_2048'],
])('a certificate with a %s key is replaced by one with %s', (keyAlgorithm, wanted) => {
  expect(issuableKeyAlgorithm(keyAlgorithm)).toBe(wanted);
});

it.each<[string[], string, boolean]>([
  [['app.example.com'], 'app.example.com', true],
  [['www.example.com', 'app.example.com'], 'app.example.com', true],
  [['*.example.com'], 'app.example.com', true],
  [['*.example.com'], 'example.com', false],
  [['*.example.com'], 'a.app.example.com', false],
  [['*.example.com'], '*.example.com', true],
  [['*.example.com'], '*.app.example.com', false],
  [['app.example.com'], '*.app.example.com', false],
  [['app.example.com'], 'xapp.example.com', false],
  [[], 'app.example.com', false],
])('a certificate of %j covers %s: %s', (names, domainName, covers) => {
  expect(coversName(names, domainName)).toBe(covers);
});
