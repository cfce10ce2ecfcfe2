import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { isWildcard } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { DeleteAliasRecords, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly createdRecords: CreatedRecords;
  readonly hostedZones: HostedZones;
}

/**
 * Deletes the alias records that this service created for the removed names, if they still point to the same load balancer. Retains
 * every other record.
 *
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const deleteAliasRecords =
  ({ createdRecords, hostedZones }: Dependencies) =>
  async ({ removal }: Input<typeof DeleteAliasRecords>): Promise<Output<typeof DeleteAliasRecords>> => {
    const deleted: string[] = [];
    const retained: string[] = [];
    for (const domainName of removal.aliasNames.filter((name) => !isWildcard(name))) {
      for (const record of await createdRecords.listByDomain(domainName)) {
        const { zoneId, name, type, value, previousValue } = record;
        if (type === 'CNAME') continue;
        const values = [value, ...(previousValue === undefined ? [] : [previousValue])];
        let isDeleted = false;
        for (const each of values)
          isDeleted ||= (await hostedZones.deleteAliases(zoneId, name, [type], each)).length > 0;
        if (isDeleted) deleted.push(`${name} ${type}`);
        else
          retained.push(`${name} ${type}: it no longer exists, no longer points to ${value}, or has a routing policy`);
        await createdRecords.delete(record);
      }
    }
    return { aliasCleanup: { deleted, retained } };
  };

export const handler = lambda(DeleteAliasRecords, () =>
  deleteAliasRecords({
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    hostedZones: route53HostedZones(),
  }),
);
