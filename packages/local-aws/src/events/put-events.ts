import { randomUUID } from 'node:crypto';
import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error';
import { eventTime, findBus, type EventBus, type EventEnvelope, type EventsWorld } from './event-bus';

const MOST_ENTRIES = 10;
const LARGEST_REQUEST_BYTES = 1_000_000;
const LONGEST_DETAIL_TYPE = 128;

/** PutEvents: each entry succeeds or fails separately; the response is a success even if all fail. */
export function putEvents(
  world: EventsWorld,
  buses: ReadonlyMap<string, EventBus>,
  publish: (bus: EventBus, event: EventEnvelope) => void,
  { Entries: entries = [], EndpointId: endpoint }: PutEventsRequest,
): { FailedEntryCount: number; Entries: PutEventsResultEntry[] } {
  if (endpoint !== undefined) {
    throw new AwsError('ValidationException', 'The local cloud does not model global endpoints (EndpointId).');
  }
  if (entries.length < 1 || entries.length > MOST_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
    );
  }
  if (entries.reduce((total, entry) => total + sizeOf(entry), 0) >= LARGEST_REQUEST_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = entries.map((entry): PutEventsResultEntry => {
    const checked = checkEntry(entry);
    if ('ErrorCode' in checked) return checked;
    const event: EventEnvelope = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: world.account,
      time: eventTime(entry.Time?.getTime() ?? world.clock.now()),
      region: world.region,
      resources: entry.Resources ?? [],
      detail: checked.detail,
    };
    const bus = findBus(buses, entry.EventBusName);
    // An event for a bus that does not exist is accepted and dropped.
    if (bus) publish(bus, event);
    return { EventId: event.id };
  });
  return { FailedEntryCount: results.filter((result) => result.ErrorCode !== undefined).length, Entries: results };
}

/** The size of an entry as "Calculating PutEvents event entry size" counts it. */
function sizeOf(entry: PutEventsRequestEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((total, text) => total + Buffer.byteLength(text ?? ''), entry.Time ? 14 : 0);
}

type Checked = { detail: Record<string, unknown> } | { ErrorCode: string; ErrorMessage: string };

function checkEntry(entry: PutEventsRequestEntry): Checked {
  for (const parameter of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[parameter]) return invalidArgument(parameter, `${parameter} is a required argument.`);
  }
  if ((entry.DetailType ?? '').length > LONGEST_DETAIL_TYPE) {
    return invalidArgument('DetailType', `DetailType is longer than ${LONGEST_DETAIL_TYPE} characters.`);
  }
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  try {
    const detail: unknown = JSON.parse(entry.Detail ?? '');
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return { detail: { ...detail } };
  } catch {
    // Malformed, like a detail that is not an object.
  }
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function invalidArgument(parameter: string, reason: string): Checked {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}` };
}
