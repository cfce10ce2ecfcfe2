import type { HostedZone as HostedZoneDescription } from '@aws-sdk/client-route-53';
import type { HostedZone } from './hosted-zone';

/** The hosted zone in the shape of Route 53's API. */
export function describeZone(zone: HostedZone): HostedZoneDescription {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { ...(zone.comment !== undefined && { Comment: zone.comment }), PrivateZone: zone.vpcs.length > 0 },
    ResourceRecordSetCount: zone.recordSets().size,
  };
}

/** The bare id of a zone or change: clients may send it with the prefix under which the API returned it. */
export function idOf(id: string | undefined): string {
  return (id ?? '').replace(/^\/?(hostedzone|change)\//, '');
}
