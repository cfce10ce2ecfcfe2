import { issuableKey } from '../../../shared/domain/certificate-names';
import { domainInEvent } from '../../../shared/domain/domain-in-event';
import { placeOf } from '../../../shared/domain/listener';
import { isAllowedLoadBalancer } from '../../../shared/domain/allowed-load-balancer';
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
  expect(isAllowedLoadBalancer(name, pattern)).toBe(matches);
});

it.each([
  ['0A:1b:FF', 'a1bff', true],
  ['a1:bf', 'a1bf', true],
  ['00:00:a1', 'A1', true],
  ['a1:bf', 'a1be', false],
])('the serial numbers %s and %s are the same: %s', (left, right, same) => {
  expect(sameSerial(left, right)).toBe(same);
});

it.each([
  ['EC_secp384r1', 'EC_secp384r1'],
  ['RSA_4096', 'RSA_2048'],
])('a certificate with the key %s is followed by one with %s', (keyAlgorithm, wanted) => {
  expect(issuableKey(keyAlgorithm)).toBe(wanted);
});

it.each<[string, [string, boolean][], 'default' | 'sni' | undefined]>([
  ['has it as its default', [['a', true]], 'default'],
  [
    'has it as its default and in its list',
    [
      ['a', false],
      ['a', true],
    ],
    'default',
  ],
  [
    'has it in its list',
    [
      ['b', true],
      ['a', false],
    ],
    'sni',
  ],
  ['does not have it', [['b', true]], undefined],
])('a listener %s', (_which, standing, place) => {
  const certificates = standing.map(([certificateArn, isDefault]) => ({ certificateArn, isDefault }));
  expect(placeOf('a', certificates)).toBe(place);
});

it.each<[string, unknown, string | undefined]>([
  ['as later steps would know it', { detail: { domainName: 'APP.Example.com.' } }, 'app.example.com'],
  ['as its sender wrote it when it is no domain', { detail: { domainName: 'NOT A DOMAIN' } }, 'NOT A DOMAIN'],
  ['not at all when it is no text', { detail: { domainName: 7 } }, undefined],
  ['not at all when there is none', { detail: {} }, undefined],
  ['not at all in what is no event', 'hello', undefined],
])('the domain in an event is read %s', (_how, event, domainName) => {
  expect(domainInEvent(event)).toBe(domainName);
});
