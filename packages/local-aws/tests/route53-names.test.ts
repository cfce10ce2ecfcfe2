import { compareNames, FatalProblem, isWithin, normalizeName, plainName } from '../src/route53/names';

const label63 = 'a'.repeat(63);

describe('the normal form of a name', () => {
  it.each([
    ['Example.COM', 'example.com.'],
    ['example.com.', 'example.com.'],
    ['*.example.com', '\\052.example.com.'],
    ['\\052.example.com', '\\052.example.com.'],
    ['_acme.a-b.example.com', '_acme.a-b.example.com.'],
    ['a/b.example.com', 'a\\057b.example.com.'],
    ['a\\056b.example.com', 'a\\056b.example.com.'],
    ['\\101bc.example.com', 'abc.example.com.'],
    ['\\351.example.com', '\\351.example.com.'],
    ['.', '.'],
    [`${label63}.com`, `${label63}.com.`],
    [`${label63}.${label63}.${label63}.${'b'.repeat(61)}`, `${label63}.${label63}.${label63}.${'b'.repeat(61)}.`],
  ])('of %s is %s', (text, name) => {
    expect(normalizeName(text)).toBe(name);
    expect(normalizeName(name)).toBe(name);
  });

  it.each([
    ['', 'DomainNameEmpty (Domain name is empty)'],
    ['a..example.com', 'DomainLabelEmpty (Domain label is empty)'],
    ['.example.com', 'DomainLabelEmpty (Domain label is empty)'],
    [`${label63}a.com`, 'DomainLabelTooLong (Domain label is too long)'],
    [`${label63}.${label63}.${label63}.${'b'.repeat(62)}`, 'DomainNameTooLong (Domain name is too long)'],
    ['bücher.example.com', 'UnsupportedCharacter (Value contains unsupported characters)'],
    ['a b.example.com', 'UnsupportedCharacter (Value contains unsupported characters)'],
  ])('does not exist for %j: %s', (text, problem) => {
    expect(() => normalizeName(text)).toThrow(FatalProblem);
    expect(() => normalizeName(text)).toThrow(`FATAL problem: ${problem} encountered with '${text}'`);
  });

  it('is turned back into plain text', () => {
    expect(plainName('\\052.example.com.')).toBe('*.example.com');
  });
});

describe("Route 53's order of names", () => {
  it('goes by reversed labels, and lets characters before the dot come first', () => {
    const ordered = [
      '.',
      'com.',
      'example-2.com.',
      'example.com.',
      '\\052.example.com.',
      'a.example.com.',
      'b.a.example.com.',
      'a2.example.com.',
      'www.example.com.',
      'example.net.',
    ];
    expect(ordered.toReversed().sort(compareNames)).toEqual(ordered);
  });
});

it.each([
  ['example.com.', 'example.com.', true],
  ['www.example.com.', 'example.com.', true],
  ['notexample.com.', 'example.com.', false],
  ['com.', 'example.com.', false],
  ['example.com.', '.', true],
])('%s lies within %s: %s', (name, ancestor, expected) => {
  expect(isWithin(name, ancestor)).toBe(expected);
});
