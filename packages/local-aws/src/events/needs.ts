import type {
  CreateArchiveRequest,
  CreateEventBusRequest,
  PutEventsRequest,
  PutRuleRequest,
  PutTargetsRequest,
  StartReplayRequest,
  Tag,
} from '@aws-sdk/client-eventbridge';
import { about, aboutNothing, requestTags, tagRecord } from '../iam/needs';
import type { Need, Needs } from '../world';
import { DEFAULT_BUS, type EventsWorld } from './event-bus';

interface OfRule {
  readonly EventBusName?: string | undefined;
  readonly Name?: string | undefined;
  readonly Rule?: string | undefined;
}

const passRole = (roleArn: string | undefined): readonly Need[] =>
  roleArn === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'events.amazonaws.com' } }];

/** What EventBridge's operations need of the caller's policies (Service Authorization Reference, "Amazon EventBridge"). */
export function eventsNeeds({ account, region }: EventsWorld): Needs {
  const arn = (resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
  const bus = (nameOrArn = DEFAULT_BUS) => (nameOrArn.startsWith('arn:') ? nameOrArn : arn(`event-bus/${nameOrArn}`));
  const rule = ({ EventBusName, Name, Rule = Name }: OfRule) => {
    const busName = bus(EventBusName).split('/').slice(1).join('/');
    return arn(busName === DEFAULT_BUS ? `rule/${Rule}` : `rule/${busName}/${Rule}`);
  };
  const tagging = (resource: string, tags: readonly Tag[] | undefined): readonly Need[] =>
    tags?.length ? [{ action: 'events:TagResource', resource, context: requestTags(tagRecord(tags)) }] : [];

  return {
    ...aboutNothing(
      'ListEventBuses',
      'ListRules',
      'ListRuleNamesByTarget',
      'TestEventPattern',
      'ListArchives',
      'ListReplays',
      'PutPermission',
      'RemovePermission',
    ),
    ...about<{ Name?: string }>(['DescribeEventBus', 'DeleteEventBus'], ({ Name }) => bus(Name)),
    ...about(['DescribeRule', 'DeleteRule', 'EnableRule', 'DisableRule', 'ListTargetsByRule', 'RemoveTargets'], rule),
    ...about<{ ArchiveName?: string }>(['DescribeArchive', 'DeleteArchive'], ({ ArchiveName }) =>
      arn(`archive/${ArchiveName}`),
    ),
    ...about<{ ReplayName?: string }>(['DescribeReplay'], ({ ReplayName }) => arn(`replay/${ReplayName}`)),
    ...about<{ ResourceARN?: string }>(['ListTagsForResource'], ({ ResourceARN = '' }) => ResourceARN),
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
    ...about<{ ResourceARN?: string; Tags?: Tag[] }>(
      ['TagResource'],
      ({ ResourceARN = '' }) => ResourceARN,
      ({ Tags }) => requestTags(tagRecord(Tags)),
    ),
    ...about<{ ResourceARN?: string; TagKeys?: string[] }>(
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
    // Each entry is judged alone; one that is not allowed fails the whole request.
    PutEvents: ({ Entries = [] }: PutEventsRequest) =>
      Entries.map(({ EventBusName, Source = '', DetailType = '' }) => ({
        resource: bus(EventBusName),
        context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
      })),
  };
}
