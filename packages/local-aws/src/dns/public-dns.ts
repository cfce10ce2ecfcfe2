import type { Answer, StringAnswer } from 'dns-packet';
import { isRoute53NameServer } from '../route53/delegation-sets';
import type { HostedZone } from '../route53/hosted-zone';
import { nameOf, plainName } from '../route53/names';
import { recordSetKey, recordSetsAt, type RecordSet, type RecordSets } from '../route53/record-sets';
import { readValue } from '../route53/record-values';
import { routed } from '../route53/routed-record-sets';
import type { LoadBalancerAddresses } from '../world';
import { lookUp } from './look-up';
import { hostName, type Delegation, type Registrar } from './registrar';

/** What the public DNS is made of. */
export interface PublicDnsDependencies {
  readonly route53: { publicZones(): readonly HostedZone[] };
  readonly registrar: Registrar;
  readonly loadBalancers: LoadBalancerAddresses;
}

/** A resolver's answer; a negative one has the zone's SOA in its authority section. */
export interface Resolution {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** The public DNS; names are in Route 53's normal form. */
export interface PublicDns {
  readonly resolve: (name: string, type: string) => Resolution;
}

const LONGEST_CNAME_CHAIN = 16;
/**
 * The TTL with which Route 53 and Elastic Load Balancing answer for load balancers
 * (resource-record-sets-choosing-alias-non-alias).
 */
const LOAD_BALANCER_TTL_SECONDS = 60;
const NS_TTL_SECONDS = 172_800;

const failure: Resolution = { rcode: 'SERVFAIL', answers: [], authorities: [] };

/**
 * The public DNS as a resolver without a cache sees it: from the delegation to the zone, through zone cuts and CNAMEs.
 * It rotates over a zone's name servers, so a change that has reached only some of them is seen intermittently.
 */
export function createPublicDns({ route53, registrar, loadBalancers }: PublicDnsDependencies): PublicDns {
  const questionsAsked = new WeakMap<HostedZone, number>();
  let questionsRouted = 0;

  const resolve = (name: string, type: string): Resolution => {
    const answers: Answer[] = [];
    let current = name;
    for (let links = 0; links <= LONGEST_CNAME_CHAIN; links += 1) {
      const step = registrar.isDnssecBroken(current) ? failure : ask(current, type);
      if (step.rcode === 'SERVFAIL') break;
      answers.push(...step.answers);
      const cname = step.answers.find((answer): answer is StringAnswer => answer.type === 'CNAME');
      if (cname === undefined || type === 'CNAME') return { ...step, answers };
      current = nameOf(cname.data.split('.'));
    }
    return failure;
  };

  const ask = (name: string, type: string): Resolution => {
    const addresses = addressesOf(plainName(name), name, type);
    if (addresses) return answered(addresses, () => inventedSoa('.', 'a.root-servers.net'));
    const delegation = registrar.delegationOf(name);
    return delegation ? askDelegated(delegation, name, type) : askElsewhere(name, type);
  };

  /** Names outside every delegation: records that others publish, and parents of the delegated domains. */
  const askElsewhere = (name: string, type: string): Resolution => {
    const parents: [string, RecordSet][] = registrar.delegatedDomains().map((domain) => {
      const recordSet: RecordSet = { name: domain, type: 'NS', content: { ttlSeconds: NS_TTL_SECONDS, values: [] } };
      return [recordSetKey(recordSet), recordSet];
    });
    const recordSets = new Map([...parents, ...registrar.publishedWithin('.')]);
    return askZone('.', recordSets, name, type, () => inventedSoa('.', 'a.root-servers.net'));
  };

  const askDelegated = ({ domain, nameServers }: Delegation, name: string, type: string): Resolution => {
    const zone = route53
      .publicZones()
      .find((candidate) => candidate.name === domain && candidate.nameServers.some((one) => nameServers.includes(one)));
    const foreign = nameServers.find((nameServer) => !isRoute53NameServer(nameServer));
    if (!zone && foreign === undefined) return failure; // a lame delegation: every server refuses the zone

    const recordSets = zone ? recordSetsOfAny(zone, nameServers) : registrar.publishedWithin(domain);
    if (!recordSets) return failure;
    if (name === domain && type === 'NS') {
      // The parent's NS records. Resolvers tend to return the zone's own, which would hide a wrong delegation.
      const answers = nameServers.map((data): Answer => ({
        type: 'NS',
        name: plainName(name),
        ttl: NS_TTL_SECONDS,
        data,
      }));
      return { rcode: 'NOERROR', answers, authorities: [] };
    }
    const soa = () => (zone ? soaOf(domain, recordSets) : inventedSoa(domain, foreign ?? domain));
    return askZone(domain, recordSets, name, type, soa);
  };

  const recordSetsOfAny = (zone: HostedZone, nameServers: readonly string[]): RecordSets | undefined => {
    const serving = nameServers.filter((nameServer) => zone.nameServers.includes(nameServer));
    const asked = questionsAsked.get(zone) ?? 0;
    questionsAsked.set(zone, asked + 1);
    const first = asked % serving.length;
    return [...serving.slice(first), ...serving.slice(0, first)]
      .map((nameServer) => zone.recordSetsOn(nameServer))
      .find((recordSets) => recordSets !== undefined);
  };

  const askZone = (
    domain: string,
    recordSets: RecordSets,
    name: string,
    type: string,
    soa: () => Answer,
  ): Resolution => {
    const finding = lookUp(domain, recordSets, name, type);
    if (finding.kind === 'referral') {
      return askDelegated({ domain: finding.domain, nameServers: finding.nameServers.map(hostName) }, name, type);
    }
    if (finding.kind === 'no-name') return { rcode: 'NXDOMAIN', answers: [], authorities: [soa()] };
    return answered(finding.kind === 'found' ? answersOfAny(finding.recordSet, recordSets, name) : [], soa);
  };

  /** The answers of a record set, or of those that its routing policy chooses. */
  const answersOfAny = (
    { name: owner, type, routing }: RecordSet,
    recordSets: RecordSets,
    name: string,
    links = 0,
  ): Answer[] => {
    if (routing) questionsRouted += 1;
    return routed(recordSetsAt(recordSets, owner, type), questionsRouted).flatMap((recordSet) =>
      answersOf(recordSet, recordSets, name, links),
    );
  };

  const answersOf = ({ type, content }: RecordSet, recordSets: RecordSets, name: string, links = 0): Answer[] => {
    if ('alias' in content) {
      const [target] = recordSetsAt(recordSets, content.alias.dnsName, type);
      if (target && links < LONGEST_CNAME_CHAIN) return answersOfAny(target, recordSets, name, links + 1);
      return addressesOf(plainName(content.alias.dnsName), name, type) ?? [];
    }
    return content.values.flatMap((value): Answer[] => {
      const data = readValue(type, value);
      return data ? [{ ...data, name: plainName(name), ttl: content.ttlSeconds }] : [];
    });
  };

  /** A load balancer's addresses as answers for a name; undefined when there is no such load balancer. */
  const addressesOf = (dnsName: string, name: string, type: string): Answer[] | undefined => {
    const addresses = loadBalancers.addressesOf(dnsName);
    if (!addresses) return undefined;
    const ofType = type === 'A' ? addresses.ipv4 : type === 'AAAA' ? addresses.ipv6 : [];
    return ofType.map((data) => ({
      type: type === 'A' ? 'A' : 'AAAA',
      name: plainName(name),
      ttl: LOAD_BALANCER_TTL_SECONDS,
      data,
    }));
  };

  return { resolve };
}

function answered(answers: Answer[], soa: () => Answer): Resolution {
  return { rcode: 'NOERROR', answers, authorities: answers.length > 0 ? [] : [soa()] };
}

function soaOf(domain: string, recordSets: RecordSets): Answer {
  const content = recordSets.get(recordSetKey({ name: domain, type: 'SOA' }))?.content;
  const data = content && 'values' in content ? readValue('SOA', content.values[0] ?? '') : undefined;
  if (!data || !content || 'alias' in content) throw new Error(`The zone ${domain} has no SOA record`);
  return { ...data, name: plainName(domain), ttl: content.ttlSeconds };
}

function inventedSoa(domain: string, mname: string): Answer {
  const data = {
    mname,
    rname: `hostmaster.${mname}`,
    serial: 1,
    refresh: 7200,
    retry: 900,
    expire: 1_209_600,
    minimum: 900,
  };
  return { type: 'SOA', name: plainName(domain) || '.', ttl: 900, data };
}
