import { acmCertificates } from '../../shared/aws/certificates';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { validationRecords } from '../../shared/domain/dns/validation-records';
import { ValidationRecordsNotReadyError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import { publicDns } from '../../shared/network/public-dns';
import type { HostedZones, PublicDns } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { placeValidationRecords } from '../../shared/preflight/validation-records';
import { type Input, type Output, WriteValidationRecords } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
  readonly publicDns: PublicDns;
}

/**
 * Writes the certificate's validation records to its zones once ACM has returned all of them: one atomic batch per zone, with only the
 * records that are missing or differ, because an identical UPSERT of a protected record would fail the whole batch.
 *
 * @throws ValidationRecordsNotReadyError until ACM has returned every record
 * @throws RecordConflictError when an existing CNAME is not ACM's and does not lead to its value; then nothing is written
 * @throws DnsLookupError when an existing CNAME cannot be followed
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 * @throws StateDocumentError when the state document has no zone for a name
 */
export const writeValidationRecords =
  ({ certificates, hostedZones, createdRecords, publicDns }: Dependencies) =>
  async ({
    names,
    zones,
    certificate,
    checkOnly = false,
  }: Input<typeof WriteValidationRecords>): Promise<Output<typeof WriteValidationRecords>> => {
    const described = await certificates.describe(certificate.certificateArn);
    const wanted = validationRecords(names.domainNames, described?.validations ?? []);
    if ('missing' in wanted) {
      throw new ValidationRecordsNotReadyError(
        `${certificate.certificateArn}: ACM has no validation record yet for ${wanted.missing.join(', ')}`,
      );
    }
    const placed = await placeValidationRecords(wanted.records, zones, { hostedZones, publicDns });
    const missing = placed
      .filter(({ mustBeWritten }) => mustBeWritten && !checkOnly)
      .map(({ domainName, zoneId, name, value }) => ({ domainName, zoneId, name, value, type: 'CNAME' as const }));
    // Saved first: a record that was written but not saved could never be deleted.
    if (missing.length > 0) await createdRecords.save(missing);
    await changeZones(missing, (zoneId, batch) => hostedZones.upsertCnames(zoneId, batch));
    const records = placed.map(({ zoneId, name, value, mustBeWritten }) => ({
      zoneId,
      name,
      value,
      written: mustBeWritten && !checkOnly,
    }));
    return { validation: { records } };
  };

export const handler = lambda(WriteValidationRecords, () =>
  writeValidationRecords({
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
    publicDns: publicDns(),
  }),
);
