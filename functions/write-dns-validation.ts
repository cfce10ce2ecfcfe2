import { acmCertificates, type Certificates } from '../shared/aws/certificates';
import { dynamoDbCreatedRecords, type CreatedRecord, type CreatedRecords } from '../shared/aws/created-records';
import { route53HostedZones, type HostedZones } from '../shared/aws/hosted-zones';
import { changeZones } from '../shared/change-zones';
import { checkValidationRecord } from '../shared/checks/check-validation-record';
import { config, Created } from '../shared/config';
import { nextWaitSeconds } from '../shared/domain/issuance';
import { validationRecords } from '../shared/domain/validation-records';
import { StateDocumentError, ValidationRecordsNotReadyError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { WriteDnsValidation, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly certificates: Certificates;
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
}

/**
 * Makes the zones hold every validation record of the certificate: waits for all of them, reads what stands, and writes only
 * what differs (an identical UPSERT of a protected record would fail the whole batch), one atomic batch a zone.
 *
 * @throws ValidationRecordsNotReadyError while ACM has not given every record
 * @throws RecordConflictError when a CNAME that is not ACM's stands in the way; nothing is written then
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const writeDnsValidation =
  ({ certificates, hostedZones, createdRecords }: Dependencies) =>
  async ({
    request,
    zones,
    certificate,
  }: Needs<typeof WriteDnsValidation>): Promise<Gives<typeof WriteDnsValidation>> => {
    const described = await certificates.describe(certificate.certificateArn);
    const wanted = validationRecords(request.domainNames, described?.validations ?? []);
    if ('missing' in wanted) {
      throw new ValidationRecordsNotReadyError(
        `${certificate.certificateArn}: ACM has no validation record yet for ${wanted.missing.join(', ')}`,
      );
    }
    const records: Gives<typeof WriteDnsValidation>['validation']['records'] = [];
    const created: CreatedRecord[] = [];
    // One after another: a hundred at once would be throttled, again at every retry.
    for (const record of wanted.records) {
      const zoneId = zones.find(({ domainName }) => domainName === record.domainName)?.zoneId;
      if (zoneId === undefined) throw new StateDocumentError(`${record.domainName}: no zone was found for this name`);
      const { mustBeWritten } = await checkValidationRecord(record, zoneId, hostedZones);
      records.push({ zoneId, name: record.name, value: record.value, written: mustBeWritten });
      if (mustBeWritten) created.push({ ...record, zoneId, type: 'CNAME' });
    }
    // Remembered first: a record that was written and not remembered could never be removed again.
    if (created.length > 0) await createdRecords.remember(created);
    const missing = records.filter(({ written }) => written);
    await changeZones(missing, (zoneId, batch) => hostedZones.writeCnames(zoneId, batch));
    return { validation: { records }, wait: { attempt: 0, intervalSeconds: nextWaitSeconds(0, 0), pending: [] } };
  };

export const handler = lambda(WriteDnsValidation, () =>
  writeDnsValidation({
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(Created).createdTable),
  }),
);
