import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { zoneRecords } from '../../shared/cache/zone-records';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { planAliases } from '../../shared/preflight/plan-aliases';
import { type Input, type Output, WriteAliasRecords } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
}

/**
 * Points every name but wildcards at the load balancer, one atomic batch a zone. Records are only ever created: one that
 * stands is either the wanted alias already, or somebody else's. Two executions may plan the same one: the slower is rejected,
 * and finds it standing when the workflow repeats the step.
 *
 * @throws RecordConflictError, PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const writeAliasRecords =
  ({ hostedZones, createdRecords }: Dependencies) =>
  async ({ request, zones, target }: Input<typeof WriteAliasRecords>): Promise<Output<typeof WriteAliasRecords>> => {
    const planned = await planAliases(request.domainNames, zones, target, zoneRecords(hostedZones, zones));
    const missing = planned.filter(({ stands }) => !stands);
    // Remembered first: a record that was created and not remembered could never be removed again.
    if (missing.length > 0)
      await createdRecords.remember(
        missing.map(({ zoneId, name, type }) => ({ domainName: name, zoneId, name, type, value: target.dnsName })),
      );
    await changeZones(missing, (zoneId, aliases) => hostedZones.createAliases(zoneId, aliases, target));
    return { alias: { records: planned.map(({ name, type, stands }) => ({ name, type, created: !stands })) } };
  };

export const handler = lambda(WriteAliasRecords, () =>
  writeAliasRecords({
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
  }),
);
