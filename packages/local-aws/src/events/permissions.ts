import type {
  CreateArchiveRequest,
  CreateEventBusRequest,
  PutEventsRequest,
  PutRuleRequest,
  PutTargetsRequest,
  StartReplayRequest,
  Tag,
} from '@aws-sdk/client-eventbridge';
import { onResource, onAnyResource, requestTags, tagRecord } from '../iam/permissions';
import type { RequiredPermission, OperationPermissions } from '../world';
import { DEFAULT_BUS, type EventsWorld } from './event-bus';

interface OfRule {
  readonly EventBusName?: string | undefined;
  readonly Name?: string | undefined;
  readonly Rule?: string | undefined;
}

const passRole = (roleArn: string | undefined): readonly RequiredPermission[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'events.amazonaws.com' } }];

/** The IAM permissions that EventBridge's operations require (Service Authorization Reference, "Amazon EventBridge"). */
export function eventsPermissions({ account, region }: EventsWorld): OperationPermissions {
  const arn = (resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
  const bus = (nameOrArn = DEFAULT_BUS) => (nameOrArn.startsWith('arn:') ? nameOrArn : arn(`event-bus/${nameOrArn}`));
  const rule = ({ EventBusName, Name, Rule = Name }: OfRule) => {
    const busName = bus(EventBusName).split('/').slice(1).join('/');
    return arn(busName === DEFAULT_BUS ? `rule/${Rule}` : `rule/${busName}/${Rule}`);
  };
  const tagging = (resource: string, tags: readonly Tag[] | undefined): readonly RequiredPermission[] =>
    tags?.length ? [{ action: 'events:TagResource', resource, context: requestTags(tagRecord(tags)) }] : [];

  return {
    ...onAnyResource(
      'ListEventBuses',
      'ListRules',
      'ListRuleNamesByTarget',
      'TestEventPattern',
      'ListArchives',
      'ListReplays',
      'PutPermission',
      'RemovePermission',
    ),
    ...onResource<{ Name?: string }>(['DescribeEventBus', 'DeleteEventBus'], ({ Name }) => bus(Name)),
    ...onResource(
      ['DescribeRule', 'DeleteRule', 'EnableRule', 'DisableRule', 'ListTargetsByRule', 'RemoveTargets'],
      rule,
    ),
    ...onResource<{ ArchiveName?: string }>(['DescribeArchive', 'DeleteArchive'], ({ ArchiveName }) =>
      arn(`archive/${ArchiveName}`),
    ),
    ...onResource<{ ReplayName?: string }>(['DescribeReplay'], ({ ReplayName }) => arn(`replay/${ReplayName}`)),
    ...onResource<{ ResourceARN?: string }>(['ListTagsForResource'], ({ ResourceARN = '' }) => ResourceARN),
    CreateEventBus: ({ Name, Tags }: CreateEventBusRequest) => [
      { resource: bus(Name), context: requestTags(tagRecord(Tags)) },
      ...tagging(bus(Name), Tags),
    ],
    PutRule: (input: PutRuleRequest) => [
      { resource: rule(input), context: requestTags(tagRecord(input.Tags)) },
      ...tagging(rule(input), input.Tags),
      ...passRole(input.RoleArn),
    ],
    PutTargets: (input: PutTargetsRequest) => [
      {
        resource: rule(input),
        context: { 'events:TargetArn': (input.Targets ?? []).map(({ Arn = '' }) => Arn) },
      },
      ...(input.Targets ?? []).flatMap(({ RoleArn }) => passRole(RoleArn)),
    ],
    ...onResource<{ ResourceARN?: string; Tags?: Tag[] }>(
      ['TagResource'],
      ({ ResourceARN = '' }) => ResourceARN,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...onResource<{ ResourceARN?: string; TagKeys?: string[] }>(
      ['UntagResource'],
      ({ ResourceARN = '' }) => ResourceARN,
      ({ TagKeys = [] }) => ({ 'aws:TagKeys': TagKeys }),
    ),
    CreateArchive: ({ ArchiveName, EventSourceArn = '' }: CreateArchiveRequest) => [
      { resource: arn(`archive/${ArchiveName}`) },
      { resource: EventSourceArn },
    ],
    StartReplay: ({ ReplayName, EventSourceArn = '', Destination }: StartReplayRequest) => [
      { resource: arn(`replay/${ReplayName}`) },
      { resource: EventSourceArn },
      { resource: Destination?.Arn ?? '' },
    ],
    // Each entry is authorized separately; one that is not allowed fails the whole request.
    PutEvents: ({ Entries = [] }: PutEventsRequest) =>
      Entries.map(({ EventBusName, Source = '', DetailType = '' }) => ({
        resource: bus(EventBusName),
        context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
      })),
  };
}
