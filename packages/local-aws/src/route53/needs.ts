import type { ChangeResourceRecordSetsRequest } from '@aws-sdk/client-route-53';
import { about, aboutNothing } from '../iam/needs';
import type { Needs } from '../world';
import { idOf } from './describe-zone';
import { FatalProblem, normalizeName } from './names';

/** What Route 53's operations need of the caller's policies (Service Authorization Reference, "Amazon Route 53"). */
export const route53Needs: Needs = {
  ...aboutNothing('CreateHostedZone', 'GetHostedZoneCount', 'ListHostedZones', 'ListHostedZonesByName'),
  ...about<{ Id?: string }>(['GetHostedZone', 'DeleteHostedZone'], ({ Id }) => zone(Id)),
  ...about<{ HostedZoneId?: string }>(['ListResourceRecordSets'], ({ HostedZoneId }) => zone(HostedZoneId)),
  ...about<{ Id?: string }>(
    ['GetChange'],
    ({ Id = '' }) => `arn:aws:route53:::change/${Id.replace(/^\/?change\//, '')}`,
  ),
  ...about(
    ['ChangeResourceRecordSets'],
    ({ HostedZoneId }: ChangeResourceRecordSetsRequest) => zone(HostedZoneId),
    changeKeys,
  ),
};

const zone = (id: string | undefined) => `arn:aws:route53:::hostedzone/${idOf(id)}`;

/** Every record of the batch, each name as policies know it (developer guide, "Using IAM policy conditions"). */
function changeKeys({ ChangeBatch }: ChangeResourceRecordSetsRequest) {
  const changes = ChangeBatch?.Changes ?? [];
  const records = changes.map(({ ResourceRecordSet }) => ResourceRecordSet);
  return {
    'route53:ChangeResourceRecordSetsActions': changes.map(({ Action = '' }) => Action),
    'route53:ChangeResourceRecordSetsRecordTypes': records.map((record) => record?.Type ?? ''),
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': records.map((record) => policyName(record?.Name ?? '')),
  };
}

/** In normal form, without the trailing dot; a name that is none is refused by the operation itself. */
function policyName(name: string): string {
  try {
    return normalizeName(name).replace(/\.$/, '');
  } catch (error) {
    if (error instanceof FatalProblem) return name;
    throw error;
  }
}
