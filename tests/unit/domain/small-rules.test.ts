import { matchesPattern } from '../../../shared/domain/pattern';
import { sameSerial } from '../../../shared/domain/serial';

it.each([
  ['web', '*', true],
  ['web', 'web', true],
  ['web-1', 'web-*', true],
  ['web', 'web-*', false],
  ['my-web', 'web*', false],
  ['web-blue-1', 'web-*-1', true],
  ['web-blue-2', 'web-*-1', false],
])('the load balancer %s matches %s: %s', (name, pattern, matches) => {
  expect(matchesPattern(name, pattern)).toBe(matches);
});

it.each([
  ['0A:1b:FF', 'a1bff', true],
  ['a1:bf', 'a1bf', true],
  ['00:00:a1', 'A1', true],
  ['a1:bf', 'a1be', false],
])('the serial numbers %s and %s are the same: %s', (left, right, same) => {
  expect(sameSerial(left, right)).toBe(same);
});
