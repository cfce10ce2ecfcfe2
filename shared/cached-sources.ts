import type { Certificates } from './aws/certificates';
import type { HostedZones } from './aws/hosted-zones';
import type { LoadBalancers } from './aws/load-balancers';
import type { FactSources } from './checks/gather-facts';
import type { PublicDns } from './network/public-dns';
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
