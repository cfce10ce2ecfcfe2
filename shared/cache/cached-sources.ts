import type { FactSources } from '../assess/gather-facts';
import type { Certificates } from '../ports/certificates';
import type { HostedZones, PublicDns } from '../ports/dns';
import type { LoadBalancers } from '../ports/load-balancers';
import { memoize } from './memoize';

/**
 * Caches what the certificates of one batch share: zones and their records, delegation, CAA, load balancers and their listeners.
 * Tags and descriptions of certificates are cached too, because a certificate that is served for the names of another one is read again.
 */
export function cachedSources(sources: FactSources): FactSources {
  const certificates: Certificates = {
    ...sources.certificates,
    listTags: memoize((certificateArn) => sources.certificates.listTags(certificateArn)),
    describe: memoize((certificateArn) => sources.certificates.describe(certificateArn)),
  };
  const zones = memoize(() => sources.hostedZones.list());
  const hostedZones: HostedZones = {
    ...sources.hostedZones,
    list: () => zones(''),
    get: memoize((zoneId) => sources.hostedZones.get(zoneId)),
    listAllRecords: memoize((zoneId) => sources.hostedZones.listAllRecords(zoneId)),
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

const CACHE_MILLISECONDS = 60_000;

/**
 * Caches the list of hosted zones and their name servers for a minute, because concurrent requests share zones and Route 53 limits
 * the request rate of the account. Callers that miss a zone must read the uncached zones.
 */
export function cachedHostedZones(hostedZones: HostedZones, now: () => Date): HostedZones {
  const load = () => ({
    loadedAt: now().getTime(),
    list: memoize(() => hostedZones.list()),
    get: memoize((zoneId) => hostedZones.get(zoneId)),
  });
  let cache = load();
  const fresh = () => {
    if (now().getTime() - cache.loadedAt > CACHE_MILLISECONDS) cache = load();
    return cache;
  };
  return { ...hostedZones, list: () => fresh().list(''), get: (zoneId) => fresh().get(zoneId) };
}
