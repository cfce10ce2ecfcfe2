import { domainRollbackRequested } from '../../events/domain-rollback-requested';
import { readDetail } from '../../events/envelope';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { dynamoDbReplacedRecords } from '../../shared/aws/replaced-records';
import { config, CreatedRecordsTable, ReplacedRecordsTable } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords, ReplacedRecords } from '../../shared/ports/state';
import { planRollback } from '../../shared/preflight/plan-rollback';
import { type Input, type Output, RestoreRecords } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
  readonly replacedRecords: ReplacedRecords;
  readonly now: () => Date;
}

/**
 * Restores the records that were last replaced at the name, in one atomic batch, unless they have changed since. Then the aliases are
 * no longer this service's. Does nothing to a name that has its old records.
 *
 * @throws InvalidRequestError, NoReplacedRecordError, RecordChangedError
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const restoreRecords =
  ({ now, ...dependencies }: Dependencies) =>
  async ({ event }: Input<typeof RestoreRecords>): Promise<Output<typeof RestoreRecords>> => {
    const { hostedZones, createdRecords, replacedRecords } = dependencies;
    const { domainName } = readDetail(event, domainRollbackRequested);
    const { replacement, change } = await planRollback(domainName, dependencies);
    const { zoneId, created, deleted } = replacement;
    if (change) await hostedZones.changeRecords(zoneId, [change]);
    for (const record of await createdRecords.listByDomain(domainName)) {
      if (record.zoneId === zoneId && created.some(({ type }) => type === record.type))
        await createdRecords.delete(record);
    }
    const restoredAt = replacement.restoredAt ?? now().toISOString();
    await replacedRecords.save([{ ...replacement, restoredAt }]);
    const restoredRecords = deleted.map((record) => ({ ...record, zoneId }));
    return { rollback: { domainName, isChanged: change !== undefined, restoredRecords } };
  };

export const handler = lambda(RestoreRecords, () =>
  restoreRecords({
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    replacedRecords: dynamoDbReplacedRecords(config(ReplacedRecordsTable).replacedRecordsTable),
    now: () => new Date(),
  }),
);
