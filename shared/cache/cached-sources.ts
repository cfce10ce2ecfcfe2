import type { FactSources } from '../assess/gather-facts';
import type { Certificates } from '../ports/certificates';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { LoadBalancers } from '../ports/load-balancers';
import { memoize } from './memoize';

/**
 * The same sources, which ask only once for what the certificates of one page have in common: zones and their records, delegation, CAA,
 * load balancers and their listeners. Of what is a certificate's own, the tags and the description: the tags say whether to ask for the
 * rest, and both are looked at again where the certificate is served in another's place.
 */
export function cachedSources(sources: FactSources): FactSources {
  const certificates: Certificates = {
    ...sources.certificates,
    tags: memoize((certificateArn) => sources.certificates.tags(certificateArn)),
    describe: memoize((certificateArn) => sources.certificates.describe(certificateArn)),
  };
  const zones = memoize(() => sources.hostedZones.list());
  const hostedZones: HostedZones = {
    ...sources.hostedZones,
    list: () => zones(''),
    get: memoize((zoneId) => sources.hostedZones.get(zoneId)),
    wholeZone: memoize((zoneId) => sources.hostedZones.wholeZone(zoneId)),
  };
  const publicDns: PublicDns = {
    ...sources.publicDns,
    nameServers: memoize((name) => sources.publicDns.nameServers(name)),
    caa: memoize((name) => sources.publicDns.caa(name)),
    addresses: memoize((name) => sources.publicDns.addresses(name)),
  };
  const loadBalancers: LoadBalancers = {
    ...sources.loadBalancers,
    find: memoize((arn) => sources.loadBalancers.find(arn)),
    listeners: memoize((arn) => sources.loadBalancers.listeners(arn)),
    certificates: memoize((arn) => sources.loadBalancers.certificates(arn)),
  };
  return { ...sources, certificates, hostedZones, publicDns, loadBalancers };
}

const KEPT_MILLISECONDS = 60_000;

/**
 * The same hosted zones, whose list and name servers are asked for once a minute: a thousand requests at once have their
 * zones in common, and Route 53 answers ten questions a second. Whoever misses a zone here must ask afresh.
 */
export function cachedHostedZones(hostedZones: HostedZones, now: () => Date): HostedZones {
  const ask = () => ({
    askedAt: now().getTime(),
    list: memoize(() => hostedZones.list()),
    get: memoize((zoneId) => hostedZones.get(zoneId)),
  });
  let memory = ask();
  const recent = () => {
    if (now().getTime() - memory.askedAt > KEPT_MILLISECONDS) memory = ask();
    return memory;
  };
  return { ...hostedZones, list: () => recent().list(''), get: (zoneId) => recent().get(zoneId) };
}
