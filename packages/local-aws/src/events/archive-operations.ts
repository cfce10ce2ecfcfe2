import type {
  Archive as ArchiveSummary,
  CreateArchiveRequest,
  DeleteArchiveRequest,
  DescribeArchiveRequest,
  ListArchivesRequest,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import type { Operation } from '../world';
import { requireBus, type EventBus, type EventEnvelope, type EventsWorld } from './event-bus';
import { page } from './page';
import { parseEventPattern, type EventPattern } from './pattern';

/** An archive of a bus, with its events. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly bus: EventBus;
  readonly description: string | undefined;
  readonly pattern: { readonly source: string; readonly parsed: EventPattern } | undefined;
  /** 0 means for ever. */
  readonly retentionDays: number;
  readonly createdAt: number;
  events: EventEnvelope[];
}

const DAY = 86_400_000;

/** The operations on archives. */
export function archiveOperations(
  { account, clock, region }: EventsWorld,
  buses: ReadonlyMap<string, EventBus>,
  archives: Map<string, Archive>,
): Record<string, Operation> {
  return {
    CreateArchive(input: CreateArchiveRequest) {
      const name = input.ArchiveName ?? '';
      if (!/^[\w.-]{1,48}$/.test(name)) throw new AwsError('ValidationException', `Invalid archive name '${name}'.`);
      if (input.KmsKeyIdentifier !== undefined) {
        throw new AwsError('ValidationException', 'The local cloud does not model KMS keys of archives.');
      }
      if (archives.has(name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
      }
      const archive: Archive = {
        name,
        arn: `arn:aws:events:${region}:${account}:archive/${name}`,
        bus: requireBus(buses, input.EventSourceArn),
        description: input.Description,
        pattern: input.EventPattern
          ? { source: input.EventPattern, parsed: parseEventPattern(input.EventPattern) }
          : undefined,
        retentionDays: input.RetentionDays ?? 0,
        createdAt: clock.now(),
        events: [],
      };
      archives.set(name, archive);
      return { ArchiveArn: archive.arn, State: 'ENABLED', CreationTime: new Date(archive.createdAt) };
    },

    DescribeArchive(input: DescribeArchiveRequest) {
      const archive = requireArchive(archives, input.ArchiveName);
      return {
        ArchiveArn: archive.arn,
        Description: archive.description,
        EventPattern: archive.pattern?.source,
        ...summary(archive, clock.now()),
      };
    },

    ListArchives(input: ListArchivesRequest) {
      const found = [...archives.values()].filter(
        (archive) =>
          archive.name.startsWith(input.NamePrefix ?? '') &&
          (input.EventSourceArn === undefined || archive.bus.arn === input.EventSourceArn) &&
          (input.State === undefined || input.State === 'ENABLED'),
      );
      const { items, next } = page(
        found.map((archive) => summary(archive, clock.now())),
        input,
      );
      return { Archives: items, ...next };
    },

    DeleteArchive(input: DeleteArchiveRequest) {
      archives.delete(requireArchive(archives, input.ArchiveName).name);
      return {};
    },
  };
}

/** Archives an event of a bus; replayed events are not archived again. */
export function archiveEvent(archives: Iterable<Archive>, bus: EventBus, event: EventEnvelope): void {
  if (event['replay-name'] !== undefined) return;
  for (const archive of archives) {
    const wanted = archive.bus === bus && (archive.pattern?.parsed.matches({ ...event }) ?? true);
    if (wanted) archive.events.push(event);
  }
}

/** The events within an archive's retention period. */
export function heldEvents(archive: Archive, now: number): readonly EventEnvelope[] {
  if (archive.retentionDays > 0) {
    archive.events = archive.events.filter((event) => Date.parse(event.time) > now - archive.retentionDays * DAY);
  }
  return archive.events;
}

/** The archive that a request names; throws AWS's error when there is none. */
export function requireArchive(archives: ReadonlyMap<string, Archive>, name: string | undefined): Archive {
  const archive = archives.get(name ?? '');
  if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${name ?? ''} does not exist.`);
  return archive;
}

function summary(archive: Archive, now: number): ArchiveSummary {
  const held = heldEvents(archive, now);
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.bus.arn,
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    EventCount: held.length,
    SizeBytes: held.reduce((total, event) => total + Buffer.byteLength(JSON.stringify(event)), 0),
    CreationTime: new Date(archive.createdAt),
  };
}
