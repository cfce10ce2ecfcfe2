import { dynamoDbCreatedRecords } from '../../shared/aws/created-records';
import { acmCertificates } from '../../shared/aws/certificates';
import { route53HostedZones } from '../../shared/aws/hosted-zones';
import { findTags } from '../../shared/certificates/require-certificate';
import { changeZones } from '../../shared/change-zones';
import { config, CreatedRecordsTable } from '../../shared/config';
import { TAGS } from '../../shared/domain/certificate/tags';
import type { RecordChange } from '../../shared/domain/dns/record-change';
import { isRecreated } from '../../shared/domain/target/load-balancer';
import { lambda } from '../../shared/lambda';
import type { Certificates } from '../../shared/ports/certificates';
import type { HostedZones } from '../../shared/ports/dns';
import type { CreatedRecord, CreatedRecords } from '../../shared/ports/state';
import { aliasedName, planAliasMoves } from '../../shared/preflight/plan-alias-moves';
import { type Input, MoveAliasRecords, type Output, type Target } from '../../shared/steps';

interface Dependencies {
  readonly certificates: Certificates;
  readonly hostedZones: HostedZones;
  readonly createdRecords: CreatedRecords;
}

/**
 * Points the aliases that this service created at the load balancer of the certificate's latest request, one atomic batch per zone, which
 * fails if a record is no longer what was written. With `onlyRecreated`, moves only those from a load balancer of the same name.
 *
 * @throws PriorRequestNotCompleteError, DnsChangeRejectedError
 */
export const moveAliasRecords =
  ({ certificates, hostedZones, createdRecords }: Dependencies) =>
  async (document: Input<typeof MoveAliasRecords>): Promise<Output<typeof MoveAliasRecords>> => {
    const { names, zones, target, certificate, onlyRecreated = false } = document;
    const tags = await findTags(certificate.certificateArn, certificates);
    // A later request has another load balancer.
    if (!onlyRecreated && tags?.[TAGS.target] !== target.loadBalancerArn) return { movedAliases: [] };
    const planned = await planAliasMoves(names.domainNames, zones, target, { hostedZones, createdRecords });
    const isDue = ({ deleted }: RecordChange) =>
      !onlyRecreated || deleted.every((record) => isRecreated(aliasedName(record) ?? '', target.dnsName));
    const moves = planned.filter(isDue);
    // Saved first, with the previous value: until the change is made, that is what this service wrote.
    await createdRecords.save(moves.flatMap((move) => writtenRecords(move, target, 'with the previous value')));
    await changeZones(moves, (zoneId, changes) => hostedZones.changeRecords(zoneId, changes));
    await createdRecords.save(moves.flatMap((move) => writtenRecords(move, target)));
    for (const { zoneId, name, deleted, created } of moves) {
      const surplus = deleted.filter(({ type }) => created.every((record) => record.type !== type));
      for (const { type } of surplus) await createdRecords.delete({ domainName: name, zoneId, name, type, value: '' });
    }
    return {
      movedAliases: moves.flatMap(({ deleted }) =>
        deleted.map((record) => ({ name: record.name, type: record.type, from: aliasedName(record) ?? '' })),
      ),
    };
  };

function writtenRecords(
  { zoneId, name, deleted, created }: RecordChange,
  { dnsName }: Target,
  which?: 'with the previous value',
): CreatedRecord[] {
  return created.map(({ type }) => {
    const record = { domainName: name, zoneId, name, type, value: dnsName };
    const previousValue = which && deleted.filter((each) => each.type === type).map(aliasedName)[0];
    return previousValue === undefined ? record : { ...record, previousValue };
  });
}

export const handler = lambda(MoveAliasRecords, () =>
  moveAliasRecords({
    certificates: acmCertificates(),
    hostedZones: route53HostedZones(),
    createdRecords: dynamoDbCreatedRecords(config(CreatedRecordsTable).createdRecordsTable),
  }),
);
