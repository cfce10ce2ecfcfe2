import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { dynamoDbReplacedRecords } from '../../shared/aws/replaced-records';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable, ReplacedRecordsTable } from '../../shared/config';
import {
  isEmptyChange,
  isSameChange,
  progressOf,
  type RecordChange,
  type RecordSet,
  recordSetsText,
} from '../../shared/domain/dns/record-change';
import { RecordChangedError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords, ReplacedRecords } from '../../shared/ports/state';
import { type Input, type Output, ReplaceRecords } from '../../shared/steps';

interface Dependencies {
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
  readonly replacedRecords: ReplacedRecords;
  readonly now: () => Date;
}

/**
 * Replaces the records that the request was checked with by aliases of the verified load balancer, in one atomic batch per zone. The
 * old records are saved first, so that a rollback can restore them. When an earlier attempt has made the change, it is
 * reported again.
 *
 * @throws RecordChangedError when a record differs from the checked one; then nothing is changed
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const replaceRecords =
  ({ hostedZones, createdRecords, replacedRecords, now }: Dependencies) =>
  async ({ target, recordChanges }: Input<typeof ReplaceRecords>): Promise<Output<typeof ReplaceRecords>> => {
    const due: RecordChange[] = [];
    const made: RecordChange[] = [];
    for (const change of recordChanges.filter((each) => !isEmptyChange(each))) {
      const existing = await hostedZones.getAddressRecords(change.zoneId, change.name);
      const progress = progressOf(change, existing);
      if (progress === 'changed') throw changedError(change, existing);
      (progress === 'due' ? due : made).push(change);
    }
    // Saved first: what was replaced but not saved could never be restored, nor what was created but not saved be deleted.
    const replacedAt = now().toISOString();
    await replacedRecords.save(due.filter(isReplacement).map((change) => ({ ...change, replacedAt })));
    const created = due.flatMap(aliasesOf);
    if (created.length > 0)
      await createdRecords.save(created.map((each) => ({ ...each, domainName: each.name, value: target.dnsName })));
    await changeZones(due, (zoneId, changes) => hostedZones.changeRecords(zoneId, changes));
    const all = [...(await madeBefore(made, replacedRecords)), ...due];
    return {
      alias: { records: all.flatMap(aliasesOf).map(({ name, type }) => ({ name, type, created: true })) },
      replacedRecords: all.flatMap(({ zoneId, deleted }) => deleted.map((record) => ({ ...record, zoneId }))),
    };
  };

const isReplacement = ({ deleted }: RecordChange) => deleted.length > 0;

const aliasesOf = ({ zoneId, created }: RecordChange) =>
  created.flatMap(({ name, type }) => (type === 'CNAME' ? [] : [{ zoneId, name, type }]));

/** The changes that an attempt of this service has made: it saved them. Somebody else may have made the others. */
async function madeBefore(made: readonly RecordChange[], replacedRecords: ReplacedRecords): Promise<RecordChange[]> {
  const own: RecordChange[] = [];
  for (const change of made.filter(isReplacement)) {
    const last = await replacedRecords.last(change.name);
    if (last && last.restoredAt === undefined && isSameChange(last, change)) own.push(change);
  }
  return own;
}

const changedError = ({ zoneId, name, kept, deleted }: RecordChange, existing: readonly RecordSet[]) =>
  new RecordChangedError(
    `${name} in zone ${zoneId} was ${recordSetsText([...kept, ...deleted])} when the request was checked, and is now ${recordSetsText(existing)}`,
  );

export const handler = lambda(ReplaceRecords, () =>
  replaceRecords({
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    replacedRecords: dynamoDbReplacedRecords(config(ReplacedRecordsTable).replacedRecordsTable),
    now: () => new Date(),
  }),
);
