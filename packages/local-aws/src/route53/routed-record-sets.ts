import type { RecordSet } from './record-sets';
import type { RoutingPolicy } from './routing-policy';

/**
 * Why a record set cannot exist beside another of the same name and type: all of them are simple, or all have one policy, and no
 * two are for the same case. The wordings of simple, weighted and multivalue sets are Route 53's own; the others follow them.
 */
export function routingConflict(recordSet: RecordSet, other: RecordSet): string | undefined {
  const { name, type, routing } = recordSet;
  const label = `RRSet with DNS name ${name}, type ${type}`;
  if (!routing) return `${label} cannot be created as other RRSets exist with the same name and type.`;
  const { setIdentifier, policy } = routing;
  const identified = `${label}, SetIdentifier ${setIdentifier} cannot be created`;
  const rival = other.routing?.policy;
  if (rival?.kind !== policy.kind) {
    return policy.kind === 'multivalue answer'
      ? `${identified} because a non multivalue answer rrset exists with the same name and type.`
      : `${identified} as a non-${policy.kind} set exists with the same name and type.`;
  }
  if (policy.kind === 'weighted' && ttlOf(recordSet) !== ttlOf(other))
    return `${identified} as weighted sets must contain the same TTL.`;
  const isSameCase = policy.kind !== 'weighted' && policy.kind !== 'multivalue answer' && isEqual(policy, rival);
  return isSameCase ? `${identified} as another ${policy.kind} set exists for the same case.` : undefined;
}

const ttlOf = ({ content }: RecordSet) => ('alias' in content ? undefined : content.ttlSeconds);

const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The most answers of multivalue answer routing (DeveloperGuide, routing-policy-multivalue). */
const MOST_ANSWERS = 8;

/**
 * The record sets, of those of one name and type, that a name server answers with. Every target counts as healthy; a client is
 * in no known place, which geolocation answers with its default, and nearest to the first Region by name.
 *
 * @param question how many questions the name server has answered before: weights are spread over them
 */
export function routed(recordSets: readonly RecordSet[], question: number): readonly RecordSet[] {
  const [first] = recordSets;
  if (!first?.routing) return recordSets;
  const policies = recordSets.flatMap((set) => (set.routing ? [{ set, policy: set.routing.policy }] : []));
  const where = (isChosen: (policy: RoutingPolicy) => boolean) =>
    policies.filter(({ policy }) => isChosen(policy)).map(({ set }) => set);
  if (first.routing.policy.kind === 'failover') {
    const primary = where((policy) => policy.kind === 'failover' && policy.role === 'PRIMARY');
    return primary.length > 0 ? primary : recordSets;
  }
  if (first.routing.policy.kind === 'geolocation')
    return where((policy) => policy.kind === 'geolocation' && policy.location.CountryCode === '*');
  if (first.routing.policy.kind === 'multivalue answer') return recordSets.slice(0, MOST_ANSWERS);
  if (first.routing.policy.kind === 'latency') {
    const regions = policies.map(({ policy }) => (policy.kind === 'latency' ? policy.region : ''));
    const nearest = regions.toSorted()[0];
    return where((policy) => policy.kind === 'latency' && policy.region === nearest);
  }
  // Where every weight is 0, each record set is as likely as the others (routing-policy-weighted).
  const weights = policies.map(({ policy }) => (policy.kind === 'weighted' ? policy.weight : 0));
  const isAnyWeighted = weights.some((weight) => weight > 0);
  const tickets = recordSets.flatMap((set, index) =>
    Array<RecordSet>(isAnyWeighted ? (weights[index] ?? 0) : 1).fill(set),
  );
  const chosen = tickets[Math.floor(((question * GOLDEN_RATIO) % 1) * tickets.length)];
  return chosen ? [chosen] : [];
}

/** Multiples of it, modulo 1, spread evenly: a sequence that is the same in every run. */
const GOLDEN_RATIO = 0.618_033_988_749_895;
