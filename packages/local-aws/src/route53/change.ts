import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error';
import { normalizeName } from './names';
import type { RecordContent, RecordSet } from './record-sets';
import { isModelledType } from './record-values';
import { readRouting } from './routing-policy';

/** A change of a batch, with its record set as in a zone. */
export interface RequestedChange {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly recordSet: RecordSet;
}

const notModelled = [
  'HealthCheckId',
  'TrafficPolicyInstanceId',
  'CidrRoutingConfig',
  'GeoProximityLocation',
] as const satisfies readonly (keyof ResourceRecordSet)[];

/** Parses a change of the API. Throws `InvalidInput` for a wrong shape, a FatalProblem for an invalid name. */
export function readChange({ Action: action, ResourceRecordSet: recordSet }: Change): RequestedChange {
  if (action !== 'CREATE' && action !== 'DELETE' && action !== 'UPSERT') {
    throw invalidInput(`'${action}' is not a valid value for Action`);
  }
  if (!recordSet?.Name || !recordSet.Type) throw invalidInput('a change needs the Name and Type of a record set');
  for (const member of notModelled) {
    if (recordSet[member] !== undefined) throw invalidInput(`the local Route 53 does not model ${member}`);
  }
  const { Name, Type } = recordSet;
  if (!isModelledType(Type)) throw invalidInput(`the local Route 53 does not model record sets of type ${Type}`);
  const label = `[Action=${action}, Name=${Name}, Type=${Type}, SetIdentifier=${recordSet.SetIdentifier ?? 'null'}]`;
  const routing = readRouting(recordSet, label);
  const content = readContent(recordSet, label);
  return { action, recordSet: { name: normalizeName(Name), type: Type, content, ...(routing && { routing }) } };
}

function readContent({ TTL, ResourceRecords, AliasTarget }: ResourceRecordSet, label: string): RecordContent {
  const values = ResourceRecords ?? [];
  const isComplete = TTL !== undefined && values.length > 0;
  const isStarted = TTL !== undefined || values.length > 0;
  if (AliasTarget ? isStarted : !isComplete) {
    throw invalidInput(
      `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${AliasTarget ? 'more than one' : 'none'} in Change with ${label}`,
    );
  }
  if (AliasTarget) {
    return {
      alias: {
        hostedZoneId: AliasTarget.HostedZoneId ?? '',
        dnsName: normalizeName(AliasTarget.DNSName ?? ''),
        evaluateTargetHealth: AliasTarget.EvaluateTargetHealth ?? false,
      },
    };
  }
  if (TTL === undefined || !Number.isInteger(TTL) || TTL < 0 || TTL > 2 ** 31 - 1) {
    throw invalidInput(`TTL must be between 0 and 2147483647 in Change with ${label}`);
  }
  return { ttlSeconds: TTL, values: values.map(({ Value }) => Value ?? '') };
}

function invalidInput(reason: string): AwsError {
  return new AwsError('InvalidInput', `Invalid request: ${reason}`);
}
