import { acmCertificates } from '../../shared/aws/certificates';
import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { nextWaitSeconds } from '../../shared/domain/certificate/issuance';
import { validationRecords } from '../../shared/domain/dns/validation-records';
import { ValidationRecordsNotReadyError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecords } from '../../shared/ports/state';
import { placeValidationRecords } from '../../shared/preflight/validation-records';
import { type Input, type Output, WriteValidationRecords } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
}

const FIRST_WAIT = { attempt: 0, intervalSeconds: nextWaitSeconds(0, 0), pending: [] };

/**
 * Makes the zones hold every validation record of the certificate: waits for all of them, reads what stands, and writes only
 * what differs (an identical UPSERT of a protected record would fail the whole batch), one atomic batch a zone.
 *
 * @throws ValidationRecordsNotReadyError while ACM has not given every record
 * @throws RecordConflictError when a CNAME that is not ACM's stands in the way; nothing is written then
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 * @throws StateDocumentError when the zone of a name was not found before
 */
export const writeValidationRecords =
  ({ certificates, hostedZones, createdRecords }: Dependencies) =>
  async ({
    request,
    zones,
    certificate,
    wait = FIRST_WAIT,
  }: Input<typeof WriteValidationRecords>): Promise<Output<typeof WriteValidationRecords>> => {
    const described = await certificates.describe(certificate.certificateArn);
    const wanted = validationRecords(request.domainNames, described?.validations ?? []);
    if ('missing' in wanted) {
      throw new ValidationRecordsNotReadyError(
        `${certificate.certificateArn}: ACM has no validation record yet for ${wanted.missing.join(', ')}`,
      );
    }
    const placed = await placeValidationRecords(wanted.records, zones, hostedZones);
    const missing = placed
      .filter(({ mustBeWritten }) => mustBeWritten)
      .map(({ domainName, zoneId, name, value }) => ({ domainName, zoneId, name, value, type: 'CNAME' as const }));
    // Remembered first: a record that was written and not remembered could never be removed again.
    if (missing.length > 0) await createdRecords.remember(missing);
    await changeZones(missing, (zoneId, batch) => hostedZones.writeCnames(zoneId, batch));
    const records = placed.map(({ zoneId, name, value, mustBeWritten }) => ({
      zoneId,
      name,
      value,
      written: mustBeWritten,
    }));
    return { validation: { records }, wait };
  };

export const handler = lambda(WriteValidationRecords, () =>
  writeValidationRecords({
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
  }),
);
