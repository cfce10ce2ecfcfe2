import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';

/** How Route 53 chooses among record sets of one name and type (DeveloperGuide, routing-policy). */
export type RoutingPolicy =
  | { readonly kind: 'weighted'; readonly weight: number }
  | { readonly kind: 'latency'; readonly region: string }
  | { readonly kind: 'failover'; readonly role: 'PRIMARY' | 'SECONDARY' }
  | { readonly kind: 'geolocation'; readonly location: Readonly<Record<string, string>> }
  | { readonly kind: 'multivalue answer' };

/** The routing of a record set, and what tells it from the others of its name and type. */
export interface Routing {
  readonly setIdentifier: string;
  readonly policy: RoutingPolicy;
}

const MAXIMUM_WEIGHT = 255;
const LONGEST_IDENTIFIER = 128;
const LOCATION_MEMBERS = ['ContinentCode', 'CountryCode', 'SubdivisionCode'] as const;
const MEMBERS = ['Weight', 'Region', 'Failover', 'GeoLocation', 'MultiValueAnswer'] as const;

/** Parses the routing of a record set; undefined for a simple one. Throws `InvalidInput`. */
export function readRouting(recordSet: ResourceRecordSet, label: string): Routing | undefined {
  const { SetIdentifier: setIdentifier, MultiValueAnswer } = recordSet;
  const given = MEMBERS.filter((member) => recordSet[member] !== undefined);
  if (MultiValueAnswer === false) throw invalid(`MultiValueAnswer must be true or absent in Change with ${label}`);
  if (setIdentifier === undefined) {
    if (given.length > 0) throw invalid(`Missing field 'SetIdentifier' in Change with ${label}`);
    return undefined;
  }
  if (given.length !== 1) {
    const found = given.length > 1 ? 'more than one' : 'none';
    throw invalid(`Expected exactly one of [${MEMBERS.join(', ')}], but found ${found} in Change with ${label}`);
  }
  if (setIdentifier.length < 1 || setIdentifier.length > LONGEST_IDENTIFIER)
    throw invalid(`SetIdentifier must have 1 to ${LONGEST_IDENTIFIER} characters in Change with ${label}`);
  return { setIdentifier, policy: readPolicy(recordSet, label) };
}

function readPolicy(
  { Weight: weight, Region: region, Failover: role, GeoLocation: location }: ResourceRecordSet,
  label: string,
): RoutingPolicy {
  if (weight !== undefined) {
    if (!Number.isInteger(weight) || weight < 0 || weight > MAXIMUM_WEIGHT)
      throw invalid(`Weight must be between 0 and ${MAXIMUM_WEIGHT} in Change with ${label}`);
    return { kind: 'weighted', weight };
  }
  if (region !== undefined) return { kind: 'latency', region };
  if (role !== undefined) return { kind: 'failover', role };
  if (location === undefined) return { kind: 'multivalue answer' };
  const codes = LOCATION_MEMBERS.flatMap((member) => {
    const code = location[member];
    return code === undefined ? [] : [[member, code] as const];
  });
  const { ContinentCode: continent, CountryCode: country, SubdivisionCode: subdivision } = location;
  const isPlace = continent === undefined ? country !== undefined : country === undefined;
  if (!isPlace || (subdivision !== undefined && country === undefined))
    throw invalid(`GeoLocation must be a continent, a country, or a country's subdivision in Change with ${label}`);
  return { kind: 'geolocation', location: Object.fromEntries(codes) };
}

/** The routing in the shape of Route 53's API. */
export function describeRouting(routing: Routing | undefined): Partial<ResourceRecordSet> {
  if (!routing) return {};
  const { setIdentifier: SetIdentifier, policy } = routing;
  if (policy.kind === 'weighted') return { SetIdentifier, Weight: policy.weight };
  if (policy.kind === 'latency') return { SetIdentifier, Region: policy.region as never };
  if (policy.kind === 'failover') return { SetIdentifier, Failover: policy.role };
  if (policy.kind === 'geolocation') return { SetIdentifier, GeoLocation: policy.location };
  return { SetIdentifier, MultiValueAnswer: true };
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidInput', `Invalid request: ${reason}`);
}
