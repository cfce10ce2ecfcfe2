import { checkKnownRecords } from '../../shared/preflight/known-validation-records';
import type { ZoneOfName } from '../../shared/steps';
import type { Deployment } from '../aws/deployment';
import type { PlannedChange } from './plan';

/**
 * The validation records that the request needs; a name and its wildcard share one. A record is known as soon as any certificate
 * of the account has it.
 *
 * @throws RecordConflictError when a CNAME that is not ACM's exists under the name of a record
 */
export async function planValidation(
  reusable: string | undefined,
  zones: readonly ZoneOfName[],
  sources: Pick<Deployment, 'certificates' | 'hostedZones' | 'publicDns'>,
): Promise<PlannedChange[]> {
  const known = await checkKnownRecords(zones, sources, reusable);
  return zones.map(({ domainName, zoneId }) => {
    const record = known.get(domainName);
    const action =
      !record || (record.mustBeWritten && record.existing.length === 0)
        ? 'create'
        : record.mustBeWritten
          ? 'change'
          : 'keep';
    const name = record
      ? `${record.name} CNAME in ${zoneId}`
      : `_….${domainName} CNAME in ${zoneId}, as ACM will name it`;
    return { action, resource: 'record', description: name };
  });
}
