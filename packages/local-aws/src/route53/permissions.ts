import type { ChangeResourceRecordSetsRequest } from '@aws-sdk/client-route-53';
import { onAnyResource, onResource } from '../iam/permissions';
import type { OperationPermissions } from '../world';
import { idOf } from './hosted-zone';
import { FatalProblem, normalizeName } from './names';

/** The IAM permissions that Route 53's operations require (Service Authorization Reference, "Amazon Route 53"). */
export const route53Permissions: OperationPermissions = {
  ...onAnyResource('CreateHostedZone', 'GetHostedZoneCount', 'ListHostedZones', 'ListHostedZonesByName'),
  ...onResource<{ Id?: string }>(['GetHostedZone', 'DeleteHostedZone'], ({ Id }) => zone(Id)),
  ...onResource<{ HostedZoneId?: string }>(['ListResourceRecordSets'], ({ HostedZoneId }) => zone(HostedZoneId)),
  ...onResource<{ Id?: string }>(
    ['GetChange'],
    ({ Id = '' }) => `arn:aws:route53:::change/${Id.replace(/^\/?change\//, '')}`,
  ),
  ...onResource(
    ['ChangeResourceRecordSets'],
    ({ HostedZoneId }: ChangeResourceRecordSetsRequest) => zone(HostedZoneId),
    changeKeys,
  ),
};

const zone = (id: string | undefined) => `arn:aws:route53:::hostedzone/${idOf(id)}`;

/** Every record of the batch, each name as conditions compare it (developer guide, "Using IAM policy conditions"). */
function changeKeys({ ChangeBatch }: ChangeResourceRecordSetsRequest) {
  const changes = ChangeBatch?.Changes ?? [];
  const records = changes.map(({ ResourceRecordSet }) => ResourceRecordSet);
  return {
    'route53:ChangeResourceRecordSetsActions': changes.map(({ Action = '' }) => Action),
    'route53:ChangeResourceRecordSetsRecordTypes': records.map((record) => record?.Type ?? ''),
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': records.map((record) => policyName(record?.Name ?? '')),
  };
}

/** In normal form, without the trailing dot; the operation itself refuses an invalid name. */
function policyName(name: string): string {
  try {
    return normalizeName(name).replace(/\.$/, '');
  } catch (error) {
    if (error instanceof FatalProblem) return name;
    throw error;
  }
}
