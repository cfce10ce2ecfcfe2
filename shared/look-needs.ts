import { acmCertificates } from './aws/certificates';
import { route53HostedZones } from './aws/hosted-zones';
import { dynamoDbKeptCertificates } from './aws/kept-certificates';
import { elbLoadBalancers } from './aws/load-balancers';
import type { LookNeeds } from './checks/look-at-certificate';
import { config, Deployment, Kept, Lives, Policy } from './config';
import { tlsHandshakes } from './network/handshake';
import { publicDns } from './network/public-dns';

/** What a function needs to look at certificates: AWS and public DNS as they are, and what its environment says. */
export function lookNeeds(): LookNeeds {
  const dns = publicDns();
  return {
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    publicDns: dns,
    loadBalancers: elbLoadBalancers(),
    handshakes: tlsHandshakes(dns),
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    policy: config(Policy),
    ...config(Deployment),
    ...config(Lives),
    now: () => new Date(),
  };
}
