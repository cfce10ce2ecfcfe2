import {
  httpListener,
  httpsListener,
  type Listener,
  attachmentKind,
  secureListeners,
  sslPolicyFor,
} from '../../../shared/domain/target/load-balancer';

const listener = (protocol: string, port: number, sslPolicy?: string): Listener => ({
  listenerArn: `arn:${protocol}:${port}`,
  port,
  protocol,
  sslPolicy,
});
const PQ = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
const CLASSIC = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

it.each<[string, Listener[], string]>([
  ['no listener', [], PQ],
  ['plain HTTP only', [listener('HTTP', 80)], PQ],
  ['a post-quantum listener', [listener('HTTPS', 8443, 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09')], PQ],
  ['a classic listener', [listener('HTTPS', 8443, 'ELBSecurityPolicy-2016-08')], CLASSIC],
  ['a FIPS listener', [listener('HTTPS', 8443, 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04')], PQ],
  ['a listener without a known policy', [listener('HTTPS', 8443)], CLASSIC],
])('a load balancer with %s gets a compatible policy', (_case, listeners, policy) => {
  expect(sslPolicyFor(listeners)).toBe(policy);
});

it.each<[string, Listener[], object]>([
  ['is found', [listener('HTTP', 80), listener('HTTPS', 443)], { listener: listener('HTTPS', 443) }],
  ['may be missing', [listener('HTTP', 80), listener('HTTPS', 8443)], {}],
  [
    'conflicts with an HTTP listener on the port',
    [listener('HTTP', 443)],
    { problem: 'port 443 is used by an HTTP listener (arn:HTTP:443)' },
  ],
])('the HTTPS:443 listener %s', (_case, listeners, found) => {
  expect(httpsListener(listeners)).toEqual(found);
});

it.each<[string, Listener[], Listener | undefined]>([
  ['on port 80', [listener('HTTPS', 443), listener('HTTP', 80)], listener('HTTP', 80)],
  ['not on 8080', [listener('HTTP', 8080)], undefined],
  ['not if it is secure', [listener('HTTPS', 80)], undefined],
])('the HTTP listener is the one %s', (_case, listeners, found) => {
  expect(httpListener(listeners)).toEqual(found);
});

it('counts HTTPS and TLS as secure', () => {
  const secure = [listener('HTTPS', 443), listener('TLS', 8443)];
  expect(secureListeners([listener('HTTP', 80), ...secure])).toEqual(secure);
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
  ['does not have it at all', [['b', true]], undefined],
])('a listener %s', (_which, existing, place) => {
  const certificates = existing.map(([certificateArn, isDefault]) => ({ certificateArn, isDefault }));
  expect(attachmentKind('a', certificates)).toBe(place);
});
