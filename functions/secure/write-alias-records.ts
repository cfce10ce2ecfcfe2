import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { zoneRecords } from '../../shared/preflight/find-zones';
import { planAliases } from '../../shared/preflight/plan-aliases';
import { type Input, type Output, WriteAliasRecords } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
}

/**
 * Creates an alias to the load balancer for every name except wildcards, one atomic batch per zone. Never overwrites a record: an
 * existing one is either the wanted alias or a conflict. When two executions plan the same alias, Route 53 rejects the second,
 * which finds the record when the workflow retries the step.
 *
 * @throws RecordConflictError, PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const writeAliasRecords =
  ({ hostedZones, createdRecords }: Dependencies) =>
  async ({ names, zones, target }: Input<typeof WriteAliasRecords>): Promise<Output<typeof WriteAliasRecords>> => {
    const planned = await planAliases(names.domainNames, zones, target, zoneRecords(hostedZones, zones));
    const missing = planned.filter(({ exists }) => !exists);
    // Saved first: a record that was created but not saved could never be deleted.
    if (missing.length > 0)
      await createdRecords.save(
        missing.map(({ zoneId, name, type }) => ({ domainName: name, zoneId, name, type, value: target.dnsName })),
      );
    await changeZones(missing, (zoneId, aliases) => hostedZones.createAliases(zoneId, aliases, target));
    return { alias: { records: planned.map(({ name, type, exists }) => ({ name, type, created: !exists })) } };
  };

export const handler = lambda(WriteAliasRecords, () =>
  writeAliasRecords({
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
  }),
);
