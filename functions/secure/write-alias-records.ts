import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import { publicDns } from '../../shared/network/public-dns';
import type { HostedZones, PublicDns } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { zoneRecords } from '../../shared/preflight/find-zones';
import { planAliases } from '../../shared/preflight/plan-aliases';
import { type Input, type Output, WriteAliasRecords } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
  readonly publicDns: PublicDns;
}

/**
 * Creates an alias to the load balancer for every name except wildcards, one atomic batch per zone. Never overwrites a record: an
 * existing one either leads to the load balancer or is a conflict. When two executions plan the same alias, Route 53 rejects the second,
 * which finds the record when the workflow retries the step.
 *
 * @throws RecordConflictError, DnsLookupError, PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const writeAliasRecords =
  ({ hostedZones, createdRecords, publicDns }: Dependencies) =>
  async ({
    names,
    zones,
    target,
    alias,
  }: Input<typeof WriteAliasRecords>): Promise<Output<typeof WriteAliasRecords>> => {
    const records = zoneRecords(hostedZones, zones);
    const planned = await planAliases(names.domainNames, zones, target, { hostedZones: records, publicDns });
    const missing = planned.filter((each) => !each.exists);
    // Saved first: a record that was created but not saved could never be deleted.
    if (missing.length > 0)
      await createdRecords.save(
        missing.map(({ zoneId, name, type }) => ({ domainName: name, zoneId, name, type, value: target.dnsName })),
      );
    await changeZones(missing, (zoneId, aliases) => hostedZones.createAliases(zoneId, aliases, target));
    const isCreated = ({ name, type }: { readonly name: string; readonly type: string }) =>
      alias?.records.some((each) => each.created && each.name === name && each.type === type) ?? false;
    return {
      alias: {
        records: planned.map((each) => ({
          name: each.name,
          type: each.type,
          created: !each.exists || isCreated(each),
          ...(each.exists && each.keeps !== undefined && { keeps: each.keeps }),
        })),
      },
    };
  };

export const handler = lambda(WriteAliasRecords, () =>
  writeAliasRecords({
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    publicDns: publicDns(),
  }),
);
