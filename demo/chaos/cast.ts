import { between, type Random } from 'local-aws/faults/random';

/** A load balancer of the stage. On `web` somebody else's certificates stand already; `shop` has no HTTPS listener yet. */
export type LoadBalancerName = 'web' | 'shop';

/** One certificate that somebody asks for. */
export interface Wish {
  readonly names: readonly [string, ...string[]];
  readonly keyAlgorithm: 'RSA_2048' | 'EC_prime256v1';
  readonly loadBalancer: LoadBalancerName;
}

/** Something that somebody does, in milliseconds after the beginning. */
export type Act = { readonly at: number; readonly what: string } & (
  | { readonly kind: 'request'; readonly wish: Wish }
  /** One name goes, or one of several certificates of a name. */
  | { readonly kind: 'remove'; readonly name: string; readonly only?: Wish }
  | { readonly kind: 'sweep' }
  /** ACM refuses to renew the certificates of a name from now on. */
  | { readonly kind: 'refuse-renewal'; readonly name: string }
);

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const wish = (
  loadBalancer: LoadBalancerName,
  names: readonly [string, ...string[]],
  keyAlgorithm: Wish['keyAlgorithm'] = 'RSA_2048',
): Wish => ({ loadBalancer, names, keyAlgorithm });

const SINGLE = wish('web', ['single.example.test']);
const WIDE = wish('web', ['wide.example.test', '*.wide.example.test']);
const TWIN = wish('web', ['twin.example.test']);
const ECDSA_TWIN = wish('web', ['twin.example.test'], 'EC_prime256v1');
const TRIO = wish('web', ['one.example.test', 'two.example.test', 'three.example.test']);
const FIRST = wish('shop', ['first.second.test']);
const REPLACED = wish('shop', ['replaced.second.test']);
const GONE = wish('shop', ['gone.second.test']);

/** The shapes that a request can have; two key types of a name come together. */
const SHAPES: readonly (readonly Wish[])[] = [
  [SINGLE],
  [WIDE],
  [TRIO],
  [TWIN, ECDSA_TWIN],
  [FIRST],
  [REPLACED],
  [GONE],
];
const SHAPES_OF_A_LIFE = 4;

/** What people do in a chaotic life: which of it, and when, is the seed's choice. */
export function castActs(random: Random): readonly Act[] {
  const chance = (probability: number) => random() < probability;
  const soon = () => between(random, 0, 120) * SECOND;
  const onDay = (first: number, last: number) => between(random, first * 24, last * 24) * HOUR;
  const shapes = [...SHAPES];
  const drawn = Array.from({ length: SHAPES_OF_A_LIFE }, () =>
    shapes.splice(between(random, 0, shapes.length - 1), 1),
  ).flat(2);
  const isDrawn = (wish: Wish) => drawn.includes(wish);
  const requests = drawn.flatMap((each): Act[] => {
    const request = { kind: 'request', wish: each, what: `${each.names.join(' + ')} is requested` } as const;
    const first = { ...request, at: soon() };
    return chance(0.2) ? [first, { ...request, at: first.at + soon(), what: `${request.what} once more` }] : [first];
  });
  const acts: Act[] = [...requests];
  if (isDrawn(GONE)) {
    const what = 'gone.second.test is removed';
    acts.push({ kind: 'remove', name: 'gone.second.test', at: onDay(2, 4), what });
  }
  if (isDrawn(REPLACED)) {
    const what = 'ACM will refuse to renew replaced.second.test, for good';
    acts.push({ kind: 'refuse-renewal', name: 'replaced.second.test', at: onDay(3, 5), what });
  }
  if (isDrawn(TWIN) && chance(0.6)) {
    const what = 'the RSA certificate of twin.example.test is removed; its ECDSA twin needs the same record';
    acts.push({ kind: 'remove', name: 'twin.example.test', only: TWIN, at: onDay(2, 6), what });
  }
  if (isDrawn(WIDE) && chance(0.5)) {
    const name = '*.wide.example.test';
    acts.push({ kind: 'remove', name, at: onDay(2, 6), what: `${name} is removed; wide.example.test goes on` });
  }
  if (isDrawn(TRIO) && chance(0.6)) {
    const at = onDay(2, 6);
    const remove = (name: string, later: number): Act => {
      const what = `${name} is removed from the certificate that one.example.test needs`;
      return { kind: 'remove', name, at: at + later, what };
    };
    acts.push(remove('two.example.test', 0), remove('three.example.test', between(random, 0, 600) * SECOND));
  }
  if (isDrawn(FIRST) && chance(0.4)) {
    const what = 'first.second.test, the default of its listener, is removed';
    acts.push({ kind: 'remove', name: 'first.second.test', at: onDay(5, 6), what });
  }
  if (chance(0.3)) acts.push({ kind: 'sweep', at: onDay(1, 9), what: 'a sweep is requested' });
  // The default certificate of a listener is exchanged, never taken away: somebody must stay who can take its place.
  const isRemoved = ({ names: [name] }: Wish) => acts.some((act) => act.kind === 'remove' && act.name === name);
  const stays = drawn.some((each) => each.loadBalancer === 'shop' && !isRemoved(each));
  return acts
    .filter((act) => stays || act.kind !== 'remove' || !act.name.endsWith('.second.test'))
    .sort((one, other) => one.at - other.at);
}
