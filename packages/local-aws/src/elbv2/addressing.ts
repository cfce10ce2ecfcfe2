import { randomBytes, randomInt } from 'node:crypto';
import { AwsError } from '../aws-error';

/**
 * Hosted zone IDs of load balancers' DNS names, by Region (AWS General Reference, "Elastic Load Balancing endpoints
 * and quotas").
 */
const HOSTED_ZONES: Readonly<Record<string, { readonly application: string; readonly network: string }>> = {
  'us-east-1': { application: 'Z35SXDOTRQ7X7K', network: 'Z26RNL4JYFTOTI' },
  'us-east-2': { application: 'Z3AADJGX6KTTL2', network: 'ZLMOA37VPKANP' },
  'us-west-1': { application: 'Z368ELLRRE2KJ0', network: 'Z24FKFUX50B4VW' },
  'us-west-2': { application: 'Z1H1FL5HABSF5', network: 'Z18D5FSROUN65G' },
  'ca-central-1': { application: 'ZQSVJUPU6J1EY', network: 'Z2EPGBW3API2WT' },
  'eu-central-1': { application: 'Z215JYRZR1TBD5', network: 'Z3F0SRJ5LGBH90' },
  'eu-west-1': { application: 'Z32O12XQLNTSW2', network: 'Z2IFOLAFXWLO4F' },
  'eu-west-2': { application: 'ZHURV8PSTC4K8', network: 'ZD4D7Y8KGAS4G' },
  'eu-west-3': { application: 'Z3Q77PNBQS71R4', network: 'Z1CMS0P5QUZ6D5' },
  'eu-south-1': { application: 'Z3ULH7SSC9OV64', network: 'Z23146JA1KNAFP' },
  'eu-north-1': { application: 'Z23TAZ6LKFMNIO', network: 'Z1UDT6IFJ4EJM' },
  'ap-northeast-1': { application: 'Z14GRHDCWA56QT', network: 'Z31USIVHYNEOWT' },
  'ap-northeast-2': { application: 'ZWKZPGTI48KDX', network: 'ZIBE1TIR4HY56' },
  'ap-northeast-3': { application: 'Z5LXEXXYW11ES', network: 'Z1GWIQ4HH19I5X' },
  'ap-south-1': { application: 'ZP97RAFLXTNZK', network: 'ZVDDRBQ08TROA' },
  'ap-southeast-1': { application: 'Z1LMS91P8CMLE5', network: 'ZKVM4W9LS7TM' },
  'ap-southeast-2': { application: 'Z1GM3OXH4ZPM65', network: 'ZCT6FZBF4DROD' },
  'sa-east-1': { application: 'Z2P70J7HTTTPLU', network: 'ZTK26PT1VY4CU' },
};

/** The hosted zone for alias records to load balancers in this Region. */
export function canonicalHostedZoneId(region: string, type: 'application' | 'network'): string {
  const zones = HOSTED_ZONES[region];
  if (!zones) {
    throw new AwsError('NotImplemented', `The local cloud has no load balancer hosted zone for Region ${region}`, 501);
  }
  return zones[type];
}

/** A load balancer's public DNS name, whose form depends on its type. */
export function loadBalancerDnsName(
  name: string,
  region: string,
  type: 'application' | 'network',
  scheme: 'internet-facing' | 'internal',
  id: string,
): string {
  if (type === 'network') return `${name}-${id}.elb.${region}.amazonaws.com`;
  const prefix = scheme === 'internal' ? 'internal-' : '';
  return `${prefix}${name}-${randomInt(100_000_000, 2_147_483_647)}.${region}.elb.amazonaws.com`;
}

/** The 16 hexadecimal digits at the end of an ARN. */
export function resourceId(): string {
  return randomBytes(8).toString('hex');
}

/** Allocates virtual addresses, one pair per load balancer. */
export type AddressPool = () => { readonly ipv4: string; readonly ipv6: string };

/** Addresses that only the cloud's own network routes; none is allocated twice. */
export function createAddressPool(): AddressPool {
  let last = 0;
  return () => {
    last += 1;
    const ipv4 = `127.10.${last >> 8}.${last & 255}`;
    return { ipv4, ipv6: `fd00:127:10::${last.toString(16)}` };
  };
}
