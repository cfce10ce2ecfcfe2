import type {
  DescribeReplayRequest,
  ListReplaysRequest,
  Replay as ReplaySummary,
  ReplayState,
  StartReplayRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { heldEvents, requireArchive, type Archive } from './archive-operations';
import type { EventBus, EventEnvelope, EventsWorld } from './event-bus';
import { page } from './page';

interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly archive: Archive;
  readonly from: number;
  readonly to: number;
  readonly ruleArns: readonly string[];
  readonly startedAt: number;
  readonly description: string | undefined;
  state: ReplayState;
  endedAt: number | undefined;
  lastReplayed: number | undefined;
}

/** How long a replay takes to start; AWS documents no figure. */
const START_MILLISECONDS = 1000;

/** The operations on replays, which put an archive's events of a time range on its bus again. */
export function replayOperations(
  { account, clock, region }: EventsWorld,
  archives: ReadonlyMap<string, Archive>,
  publish: (bus: EventBus, event: EventEnvelope, ruleArns: readonly string[]) => void,
): Record<string, Operation> {
  const replays = new Map<string, Replay>();

  const run = (replay: Replay) => {
    const { archive, from, to } = replay;
    for (const event of heldEvents(archive, clock.now())) {
      const time = Date.parse(event.time);
      if (time < from || time >= to) continue;
      publish(archive.bus, { ...event, 'replay-name': replay.name }, replay.ruleArns);
      replay.lastReplayed = time;
    }
    replay.state = 'COMPLETED';
    replay.endedAt = clock.now();
  };

  return {
    StartReplay(input: StartReplayRequest) {
      const name = input.ReplayName ?? '';
      if (!/^[\w.-]{1,64}$/.test(name)) throw new AwsError('ValidationException', `Invalid replay name '${name}'.`);
      if (replays.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
      const archive = requireArchive(archives, input.EventSourceArn?.replace(/^.*:archive\//, ''));
      if (input.Destination?.Arn !== archive.bus.arn) {
        throw new AwsError(
          'ValidationException',
          'The destination must be the event bus that the archive was made for.',
        );
      }
      const from = input.EventStartTime?.getTime() ?? NaN;
      const to = input.EventEndTime?.getTime() ?? NaN;
      if (!(from < to)) throw new AwsError('ValidationException', 'EventEndTime must be later than EventStartTime.');
      const replay: Replay = {
        name,
        arn: `arn:aws:events:${region}:${account}:replay/${name}`,
        archive,
        from,
        to,
        ruleArns: input.Destination.FilterArns ?? [],
        startedAt: clock.now(),
        description: input.Description,
        state: 'STARTING',
        endedAt: undefined,
        lastReplayed: undefined,
      };
      replays.set(name, replay);
      clock.setTimeout(() => run(replay), START_MILLISECONDS);
      return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: new Date(replay.startedAt) };
    },

    DescribeReplay(input: DescribeReplayRequest) {
      const replay = replays.get(input.ReplayName ?? '');
      if (!replay) {
        throw new AwsError('ResourceNotFoundException', `Replay ${input.ReplayName ?? ''} does not exist.`);
      }
      return {
        ...summary(replay),
        ReplayArn: replay.arn,
        Description: replay.description,
        Destination: { Arn: replay.archive.bus.arn, FilterArns: replay.ruleArns },
      };
    },

    ListReplays(input: ListReplaysRequest) {
      const found = [...replays.values()].filter(
        (replay) =>
          replay.name.startsWith(input.NamePrefix ?? '') &&
          (input.State === undefined || replay.state === input.State) &&
          (input.EventSourceArn === undefined || replay.archive.arn === input.EventSourceArn),
      );
      const { items, next } = page(found.map(summary), input);
      return { Replays: items, ...next };
    },
  };
}

function summary(replay: Replay): ReplaySummary {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archive.arn,
    State: replay.state,
    EventStartTime: new Date(replay.from),
    EventEndTime: new Date(replay.to),
    EventLastReplayedTime: replay.lastReplayed === undefined ? undefined : new Date(replay.lastReplayed),
    ReplayStartTime: new Date(replay.startedAt),
    ReplayEndTime: replay.endedAt === undefined ? undefined : new Date(replay.endedAt),
  };
}
