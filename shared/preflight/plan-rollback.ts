import { inverseOf, progressOf, type RecordChange, recordSetsText } from '../domain/dns/record-change';
import { NoReplacedRecordError, RecordChangedError } from '../errors';
import type { HostedZones } from '../ports/dns';
import type { RecordReplacement, ReplacedRecords } from '../ports/state';

interface Dependencies {
  readonly hostedZones: Pick<HostedZones, 'getAddressRecords'>;
  readonly replacedRecords: Pick<ReplacedRecords, 'last'>;
}

/** The last replacement at a name, and the change that takes it back: undefined when the name has its old records. */
export interface PlannedRollback {
  readonly replacement: RecordReplacement;
  readonly change: RecordChange | undefined;
}

/**
 * Plans the restoration of the records that were last replaced at a name.
 *
 * @throws NoReplacedRecordError when none were
 * @throws RecordChangedError when somebody has changed the records since
 */
export async function planRollback(
  domainName: string,
  { hostedZones, replacedRecords }: Dependencies,
): Promise<PlannedRollback> {
  const replacement = await replacedRecords.last(domainName);
  if (!replacement) {
    throw new NoReplacedRecordError(`${domainName}: this deployment has replaced no record of this name`);
  }
  const { zoneId, kept, created, deleted, replacedAt } = replacement;
  const existing = await hostedZones.getAddressRecords(zoneId, domainName);
  const progress = progressOf(replacement, existing);
  if (progress === 'due') return { replacement, change: undefined };
  if (progress === 'made')
    return { replacement, change: inverseOf({ zoneId, name: domainName, kept, created, deleted }, existing) };
  throw new RecordChangedError(
    `${domainName} in zone ${zoneId} was ${recordSetsText([...kept, ...created])} after the replacement of ${replacedAt}, and is now ${recordSetsText(existing)}; it was ${recordSetsText([...kept, ...deleted])} before`,
  );
}
