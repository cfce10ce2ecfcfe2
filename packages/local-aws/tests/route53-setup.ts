import type { Change, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { createClock } from '../src/clock';
import { createRoute53 } from '../src/route53/route53';
import type { LoadBalancerAddresses, World } from '../src/world';

/** The one load balancer of these tests: dual-stack, in eu-west-1. */
export const loadBalancer = {
  dnsName: 'shop-123.eu-west-1.elb.amazonaws.com',
  hostedZoneId: 'Z32O12XQLNTSW2',
  ipv4: ['127.10.0.1', '127.10.0.2'],
  ipv6: ['fd00:127:10::1'],
};

/** A load balancer of type internal would look the same: this one has IPv4 addresses only. */
export const ipv4LoadBalancer = {
  dnsName: 'plain-9.elb.us-east-1.amazonaws.com',
  hostedZoneId: 'Z26RNL4JYFTOTI',
  ipv4: ['127.10.0.3'],
  ipv6: [],
};

const loadBalancers: LoadBalancerAddresses = {
  addressesOf: (dnsName) =>
    [loadBalancer, ipv4LoadBalancer].find((one) => one.dnsName === dnsName.replace(/^dualstack\./, '')),
};

/** A Route 53 on a clock of its own. */
export function startRoute53(settings = { propagationMilliseconds: 1_000, acceptanceMilliseconds: 0 }) {
  const clock = createClock();
  const world: World = { clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined };
  const route53 = createRoute53(world, { loadBalancers }, settings);
  return { clock, world, route53, loadBalancers, settings };
}

/** A change of an ordinary record set. */
export function change(
  Action: Change['Action'],
  Name: string,
  Type: RRType,
  values: string | string[],
  TTL = 300,
): Change {
  return { Action, ResourceRecordSet: recordSet(Name, Type, values, TTL) };
}

/** An ordinary record set, as the API has it. */
export function recordSet(Name: string, Type: RRType, values: string | string[], TTL = 300): ResourceRecordSet {
  return { Name, Type, TTL, ResourceRecords: [values].flat().map((Value) => ({ Value })) };
}

/** A change of an alias record set. */
export function aliasChange(
  Action: Change['Action'],
  Name: string,
  Type: RRType,
  target: { dnsName: string; hostedZoneId: string },
): Change {
  const AliasTarget = { HostedZoneId: target.hostedZoneId, DNSName: target.dnsName, EvaluateTargetHealth: false };
  return { Action, ResourceRecordSet: { Name, Type, AliasTarget } };
}
