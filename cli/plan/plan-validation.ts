import { checkValidationRecord } from '../../shared/preflight/validation-records';
import type { CheckedRequest } from './read-request';
import { baseOf } from '../../shared/domain/names/domain-name';
import { validationRecords, type ValidationRecord } from '../../shared/domain/dns/validation-records';
import type { ZoneOfName } from '../../shared/steps';
import type { Deployment } from '../aws/deployment';
import type { PlannedChange } from './plan';

/**
 * The validation records that the request needs; a name and its wildcard share one. ACM gives a domain the same record in every
 * certificate of an account (ACM user guide, "DNS validation"), so a record is known as soon as any certificate has it.
 *
 * @throws RecordConflictError when a CNAME that is not ACM's exists under the name of a record
 */
export async function planValidation(
  { domainNames }: CheckedRequest,
  reusable: string | undefined,
  zones: readonly ZoneOfName[],
  { certificates, hostedZones }: Pick<Deployment, 'certificates' | 'hostedZones'>,
): Promise<PlannedChange[]> {
  const listed = await certificates.list();
  const recordOf = async (base: string): Promise<ValidationRecord | undefined> => {
    const others = listed.filter(
      ({ type, domainNames: names }) => type === 'AMAZON_ISSUED' && names.some((name) => baseOf(name) === base),
    );
    for (const certificateArn of [...(reusable === undefined ? [] : [reusable]), ...others.map(arnOf)]) {
      const { domainNames: names = [], validations = [] } = (await certificates.describe(certificateArn)) ?? {};
      const wanted = validationRecords(
        names.filter((name) => baseOf(name) === base),
        validations,
      );
      if ('records' in wanted && wanted.records[0]) return wanted.records[0];
    }
    return undefined;
  };

  const planned: PlannedChange[] = [];
  for (const base of new Set(domainNames.map(baseOf))) {
    const zoneId = zones.find(({ domainName }) => domainName === base)?.zoneId ?? '';
    const record = await recordOf(base);
    if (!record) {
      planned.push({
        action: 'create',
        resource: 'record',
        description: `_….${base} CNAME in ${zoneId}, as ACM will name it`,
      });
      continue;
    }
    const { existing, mustBeWritten } = await checkValidationRecord(record, zoneId, hostedZones);
    const action = !mustBeWritten ? 'keep' : existing.length > 0 ? 'change' : 'create';
    planned.push({ action, resource: 'record', description: `${record.name} CNAME in ${zoneId}` });
  }
  return planned;
}

const arnOf = ({ certificateArn }: { readonly certificateArn: string }) => certificateArn;
