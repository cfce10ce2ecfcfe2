import { acmCertificatesOf } from '../../shared/aws/certificates';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { config, CreatedRecordsTable, Deployment, Regions } from '../../shared/config';
import { baseOf } from '../../shared/domain/names/domain-name';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { certificatesRequiring } from '../../shared/removal/find-removed';
import { DeleteValidationRecords, type Input, type Output } from '../../shared/steps';

interface Dependencies {
  readonly createdRecords: CreatedRecords;
  readonly hostedZones: HostedZones;
  /** The certificates of each Region that is asked. */
  readonly regions: readonly Certificates[];
  readonly stack: string;
}

/**
 * Deletes the validation records that this service wrote for the removed names and that no certificate of the account needs, in
 * any of the Regions. A Region that cannot be asked fails the step: then nothing is deleted.
 *
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const deleteValidationRecords =
  ({ createdRecords, hostedZones, regions, stack }: Dependencies) =>
  async ({ removal }: Input<typeof DeleteValidationRecords>): Promise<Output<typeof DeleteValidationRecords>> => {
    const deleted: string[] = [];
    const kept: string[] = [];
    for (const base of new Set(removal.domainNames.map(baseOf))) {
      const records = (await createdRecords.ofDomain(base)).filter(({ type }) => type === 'CNAME');
      if (records.length === 0) continue;
      const needed = (await Promise.all(regions.map((region) => certificatesRequiring(base, region, stack)))).flat();
      for (const record of records) {
        const { zoneId, name, value } = record;
        if (needed.length > 0) {
          kept.push(`${name} CNAME: needed by ${needed.join(', ')}`);
          continue;
        }
        const gone = await hostedZones.deleteCnames(zoneId, [{ name, value }]);
        if (gone.length > 0) deleted.push(`${name} CNAME`);
        else kept.push(`${name} CNAME: it is no longer ${value}, or is gone`);
        await createdRecords.forget(record);
      }
    }
    return { validationCleanup: { deleted, kept } };
  };

export const handler = lambda(DeleteValidationRecords, () =>
  deleteValidationRecords({
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    hostedZones: route53HostedZones(),
    regions: config(Regions).regions.map(acmCertificatesOf),
    ...config(Deployment),
  }),
);
