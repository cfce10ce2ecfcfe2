import { acmCertificatesOf, type Certificates } from '../shared/aws/certificates';
import { dynamoDbCreatedRecords, type CreatedRecords } from '../shared/aws/created-records';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { certificatesRequiring } from '../shared/checks/certificates-requiring';
import { config, CreatedRecordsTable, Deployment, Regions } from '../shared/config';
import { baseOf } from '../shared/domain/domain-name';
import { lambda } from '../shared/lambda';
import { DeleteValidationRecords, type Output, type Input } from '../shared/workflow';

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
