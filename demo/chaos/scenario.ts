import { between, type Random } from 'local-aws/faults/random';
import type { BrownField } from './brown-field';

/** A load balancer of the environment. `web` already has foreign certificates; `shop` has no HTTPS listener yet. */
export type LoadBalancerName = 'web' | 'shop';

/** A requested certificate. */
export interface CertificateRequest {
  readonly names: readonly [string, ...string[]];
  readonly keyAlgorithm: 'RSA_2048' | 'EC_prime256v1';
  readonly loadBalancer: LoadBalancerName;
}

/** A person's action; `at` is in milliseconds after the start. */
export type Action = { readonly at: number; readonly what: string } & (
  | { readonly kind: 'request'; readonly request: CertificateRequest }
  /** Removes a name, or only one of its certificates. */
  | { readonly kind: 'remove'; readonly name: string; readonly only?: CertificateRequest }
  | { readonly kind: 'sweep' }
  /** Another controller takes the service's certificates off the listener of `web`. */
  | { readonly kind: 'detach' }
  /** From now on ACM refuses to renew the certificates of a name. */
  | { readonly kind: 'refuse-renewal'; readonly name: string }
);

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const request = (
  loadBalancer: LoadBalancerName,
  names: readonly [string, ...string[]],
  keyAlgorithm: CertificateRequest['keyAlgorithm'] = 'RSA_2048',
): CertificateRequest => ({ loadBalancer, names, keyAlgorithm });

const SINGLE = request('web', ['single.example.test']);
const WIDE = request('web', ['wide.example.test', '*.wide.example.test']);
const TWIN = request('web', ['twin.example.test']);
const ECDSA_TWIN = request('web', ['twin.example.test'], 'EC_prime256v1');
const TRIO = request('web', ['one.example.test', 'two.example.test', 'three.example.test']);
const FIRST = request('shop', ['first.second.test']);
const REPLACED = request('shop', ['replaced.second.test']);
const GONE = request('shop', ['gone.second.test']);

/** The shapes of requests; two key types of one name are requested together. */
const SHAPES: readonly (readonly CertificateRequest[])[] = [
  [SINGLE],
  [WIDE],
  [TRIO],
  [TWIN, ECDSA_TWIN],
  [FIRST],
  [REPLACED],
  [GONE],
];
const SHAPES_OF_A_LIFE = 4;

/** Draws the actions of a chaotic life and their times. */
export function drawScenario(random: Random, { removals }: BrownField): readonly Action[] {
  const chance = (probability: number) => random() < probability;
  const soon = () => between(random, 0, 120) * SECOND;
  const onDay = (first: number, last: number) => between(random, first * 24, last * 24) * HOUR;
  const shapes = [...SHAPES];
  const drawn = Array.from({ length: SHAPES_OF_A_LIFE }, () =>
    shapes.splice(between(random, 0, shapes.length - 1), 1),
  ).flat(2);
  const isDrawn = (request: CertificateRequest) => drawn.includes(request);
  const requests = drawn.flatMap((each): Action[] => {
    const request = { kind: 'request', request: each, what: `${each.names.join(' + ')} is requested` } as const;
    const first = { ...request, at: soon() };
    return chance(0.2) ? [first, { ...request, at: first.at + soon(), what: `${request.what} once more` }] : [first];
  });
  const actions: Action[] = [...requests];
  if (isDrawn(GONE)) {
    const what = 'gone.second.test is removed';
    actions.push({ kind: 'remove', name: 'gone.second.test', at: onDay(2, 4), what });
  }
  if (isDrawn(REPLACED)) {
    const what = 'ACM will refuse to renew replaced.second.test, for good';
    actions.push({ kind: 'refuse-renewal', name: 'replaced.second.test', at: onDay(3, 5), what });
  }
  if (isDrawn(TWIN) && chance(0.6)) {
    const what = 'the RSA certificate of twin.example.test is removed; its ECDSA twin needs the same record';
    actions.push({ kind: 'remove', name: 'twin.example.test', only: TWIN, at: onDay(2, 6), what });
  }
  if (isDrawn(WIDE) && chance(0.5)) {
    const name = '*.wide.example.test';
    actions.push({ kind: 'remove', name, at: onDay(2, 6), what: `${name} is removed; wide.example.test goes on` });
  }
  if (isDrawn(TRIO) && chance(0.6)) {
    const at = onDay(2, 6);
    const remove = (name: string, later: number): Action => {
      const what = `${name} is removed from the certificate that one.example.test needs`;
      return { kind: 'remove', name, at: at + later, what };
    };
    actions.push(remove('two.example.test', 0), remove('three.example.test', between(random, 0, 600) * SECOND));
  }
  if (isDrawn(FIRST) && chance(0.4)) {
    const what = 'first.second.test, the default of its listener, is removed';
    actions.push({ kind: 'remove', name: 'first.second.test', at: onDay(5, 6), what });
  }
  const detached = 'another controller takes our certificates off the listener of web';
  actions.push(...removals.map((at): Action => ({ kind: 'detach', at, what: detached })));
  if (chance(0.3)) actions.push({ kind: 'sweep', at: onDay(1, 9), what: 'a sweep is requested' });
  // The default certificate of a listener is replaced, never detached: another certificate must remain.
  const isRemoved = ({ names: [name] }: CertificateRequest) =>
    actions.some((action) => action.kind === 'remove' && action.name === name);
  const stays = drawn.some((each) => each.loadBalancer === 'shop' && !isRemoved(each));
  return actions
    .filter((action) => stays || action.kind !== 'remove' || !action.name.endsWith('.second.test'))
    .sort((one, other) => one.at - other.at);
}
