import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { elbLoadBalancers, type LoadBalancers } from '../shared/aws/load-balancers';
import { checkCaa } from '../shared/checks/check-caa';
import { findTarget } from '../shared/checks/find-target';
import { findZones } from '../shared/checks/find-zones';
import { planAliases } from '../shared/checks/plan-aliases';
import { readRequest } from '../shared/checks/read-request';
import { config, Policy } from '../shared/config';
import { lambda } from '../shared/lambda';
import { publicDns, type PublicDns } from '../shared/network/public-dns';
import { CheckDomain, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly publicDns: PublicDns;
  readonly loadBalancers: LoadBalancers;
  readonly certificates: Certificates;
  readonly policy: Policy;
}

/** Makes sure, before anything is created, that the request can be carried out from end to end. */
export const checkDomain =
  (needs: Dependencies) =>
  async ({ event }: Needs<typeof CheckDomain>): Promise<Gives<typeof CheckDomain>> => {
    const request = readRequest(event, needs.policy);
    const zones = await findZones(request.domainNames, request.hostedZoneId, needs);
    await checkCaa(request.domainNames, needs.publicDns);
    const target = await findTarget(request, needs);
    if (request.alias) await planAliases(request.domainNames, zones, target, needs.hostedZones);
    return { request, zones, target };
  };

export const handler = lambda(CheckDomain, () =>
  checkDomain({
    hostedZones: route53HostedZones(),
    publicDns: publicDns(),
    loadBalancers: elbLoadBalancers(),
    certificates: acmCertificates(),
    policy: config(Policy),
  }),
);
