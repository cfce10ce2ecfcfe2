import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { changeZones } from '../shared/change-zones';
import { planAliases } from '../shared/checks/plan-aliases';
import { lambda } from '../shared/lambda';
import { PointDomain, type Gives, type Needs } from '../shared/workflow';

/**
 * Points every name but wildcards at the load balancer, one atomic batch a zone. Records are only ever created: one that
 * stands is either the wanted alias already, or somebody else's. Two executions may plan the same one: the slower is rejected,
 * and finds it standing when the workflow repeats the step.
 *
 * @throws RecordConflictError, PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const pointDomain =
  (hostedZones: HostedZones) =>
  async ({ request, zones, target }: Needs<typeof PointDomain>): Promise<Gives<typeof PointDomain>> => {
    const planned = await planAliases(request.domainNames, zones, target, hostedZones);
    const missing = planned.filter(({ stands }) => !stands);
    await changeZones(missing, (zoneId, aliases) => hostedZones.createAliases(zoneId, aliases, target));
    return { alias: { records: planned.map(({ name, type, stands }) => ({ name, type, created: !stands })) } };
  };

export const handler = lambda(PointDomain, () => pointDomain(route53HostedZones()));
