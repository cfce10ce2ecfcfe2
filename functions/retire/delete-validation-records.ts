import { acmCertificatesOf } from '../../shared/aws/certificates';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { CertificateRegions, config, CreatedRecordsTable, StackName } from '../../shared/config';
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
  /** The certificates of each Region that is checked. */
  readonly regions: readonly Certificates[];
  readonly stack: string;
}

/**
 * Deletes the validation records that this service wrote for the removed names, unless a certificate in one of the Regions needs
 * them. A Region that cannot be read fails the step, and nothing is deleted.
 *
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const deleteValidationRecords =
  ({ createdRecords, hostedZones, regions, stack }: Dependencies) =>
  async ({ removal }: Input<typeof DeleteValidationRecords>): Promise<Output<typeof DeleteValidationRecords>> => {
    const deleted: string[] = [];
    const retained: string[] = [];
    for (const base of new Set(removal.domainNames.map(baseOf))) {
      const records = (await createdRecords.listByDomain(base)).filter(({ type }) => type === 'CNAME');
      if (records.length === 0) continue;
      const dependents = (
        await Promise.all(regions.map((region) => certificatesRequiring(base, region, stack)))
      ).flat();
      for (const record of records) {
        const { zoneId, name, value } = record;
        if (dependents.length > 0) {
          retained.push(`${name} CNAME: needed by ${dependents.join(', ')}`);
          continue;
        }
        const removed = await hostedZones.deleteCnames(zoneId, [{ name, value }]);
        if (removed.length > 0) deleted.push(`${name} CNAME`);
        else
          retained.push(
            `${name} CNAME: it no longer exists, no longer has the value ${value}, or has a routing policy`,
          );
        await createdRecords.delete(record);
      }
    }
    return { validationCleanup: { deleted, retained } };
  };

export const handler = lambda(DeleteValidationRecords, () =>
  deleteValidationRecords({
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    hostedZones: route53HostedZones(),
    regions: config(CertificateRegions).regions.map(acmCertificatesOf),
    ...config(StackName),
  }),
);
