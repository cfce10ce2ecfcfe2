import { sameSerial } from '../../../shared/domain/certificate/description';

it.each([
  ['0A:1b:FF', 'a1bff', true],
  ['a1:bf', 'a1bf', true],
  ['00:00:a1', 'A1', true],
  ['a1:bf', 'a1be', false],
])('the serial numbers %s and %s are equal: %s', (left, right, same) => {
  expect(sameSerial(left, right)).toBe(same);
});
