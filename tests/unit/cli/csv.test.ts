import { parseCsv } from '../../../cli/bulk/csv';
import { UsageError } from '../../../cli/errors';

it.each<[string, string, unknown]>([
  ['plain values', 'a,b\n1,2\n', [{ number: 2, value: { a: '1', b: '2' } }]],
  ['no line break at the end', 'a\n1', [{ number: 2, value: { a: '1' } }]],
  ['an empty last value', 'a,b\n1,', [{ number: 2, value: { a: '1', b: '' } }]],
  [
    'the line breaks of Windows, and its mark at the beginning',
    '\ufeffa,b\r\n1,2\r\n',
    [{ number: 2, value: { a: '1', b: '2' } }],
  ],
  [
    'commas and doubled quotes in quotes',
    'a,b\n"1,5","say ""yes"""',
    [{ number: 2, value: { a: '1,5', b: 'say "yes"' } }],
  ],
  [
    'a line break in quotes, after which lines are counted on',
    'a\n"1\n2"\n3\n',
    [
      { number: 2, value: { a: '1\n2' } },
      { number: 4, value: { a: '3' } },
    ],
  ],
  ['empty lines, which are left out', 'a\n\n1\n\n', [{ number: 3, value: { a: '1' } }]],
  ['a heading alone', 'a,b\n', []],
  ['nothing', '', []],
])('reads %s', (_, text, lines) => {
  expect(parseCsv(text)).toEqual(lines);
});

it.each([
  ['a quote that is not closed', 'a\n"1\n', /line 2: a quote is not closed/],
  ['a quote inside a value', 'a\n1"2"\n', /line 2: a quote/],
  ['a line with too many values', 'a,b\n1,2,3\n', /line 2 has 3 values, but there are 2 columns/],
])('refuses %s by the number of its line', (_, text, why) => {
  expect(() => parseCsv(text)).toThrow(UsageError);
  expect(() => parseCsv(text)).toThrow(why);
});
