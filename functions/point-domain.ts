import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { planAliases } from '../shared/checks/plan-aliases';
import { byZone } from '../shared/domain/by-zone';
import { lambda } from '../shared/lambda';
import { PointDomain, type Gives, type Needs } from '../shared/workflow';

/**
 * Points every name but wildcards at the load balancer, one atomic batch a zone. Records are only ever created: one that
 * stands is either the wanted alias already, or somebody else's.
 *
 * @throws RecordConflictError, PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const pointDomain =
  (hostedZones: HostedZones) =>
  async ({ request, zones, target }: Needs<typeof PointDomain>): Promise<Gives<typeof PointDomain>> => {
    const planned = await planAliases(request.domainNames, zones, target, hostedZones);
    const missing = planned.filter(({ stands }) => !stands);
    for (const [zoneId, aliases] of byZone(missing)) {
      try {
        await hostedZones.createAliases(zoneId, aliases, target);
      } catch (error) {
        // The event may come twice: then another execution has created them since they were planned.
        const now = await planAliases(request.domainNames, zones, target, hostedZones);
        if (now.some((each) => each.zoneId === zoneId && !each.stands)) throw error;
      }
    }
    return { alias: { records: planned.map(({ name, type, stands }) => ({ name, type, created: !stands })) } };
  };

export const handler = lambda(PointDomain, () => pointDomain(route53HostedZones()));
