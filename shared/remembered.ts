import type { Certificates } from './aws/certificates';
import type { HostedZones } from './aws/hosted-zones';
import type { LoadBalancers } from './aws/load-balancers';
import type { FactSources } from './checks/gather-facts';
import type { PublicDns } from './network/public-dns';
import { once } from './once';

/**
 * The same sources, which ask only once for what the certificates of one page have in common: zones and their records, delegation, CAA,
 * load balancers and their listeners. Of what is a certificate's own, the tags and the description: the tags say whether to ask for the
 * rest, and both are looked at again where the certificate is served in another's place.
 */
export function remembered(sources: FactSources): FactSources {
  const certificates: Certificates = {
    ...sources.certificates,
    tags: once((certificateArn) => sources.certificates.tags(certificateArn)),
    describe: once((certificateArn) => sources.certificates.describe(certificateArn)),
  };
  const zones = once(() => sources.hostedZones.list());
  const hostedZones: HostedZones = {
    ...sources.hostedZones,
    list: () => zones(''),
    get: once((zoneId) => sources.hostedZones.get(zoneId)),
    wholeZone: once((zoneId) => sources.hostedZones.wholeZone(zoneId)),
  };
  const publicDns: PublicDns = {
    ...sources.publicDns,
    nameServers: once((name) => sources.publicDns.nameServers(name)),
    caa: once((name) => sources.publicDns.caa(name)),
    addresses: once((name) => sources.publicDns.addresses(name)),
  };
  const loadBalancers: LoadBalancers = {
    ...sources.loadBalancers,
    find: once((arn) => sources.loadBalancers.find(arn)),
    listeners: once((arn) => sources.loadBalancers.listeners(arn)),
    certificates: once((arn) => sources.loadBalancers.certificates(arn)),
  };
  return { ...sources, certificates, hostedZones, publicDns, loadBalancers };
}
