import * as z from 'zod';
import { parseDomainName } from '../shared/domain/names/domain-name';
import { InvalidRequestError } from '../shared/errors';
import type { EventContract } from '../shared/ports/publishers';

const envelope = z.looseObject({
  id: z.string().min(1).optional().catch(undefined),
  'detail-type': z.string().min(1).optional().catch(undefined),
  time: z.iso.datetime().optional().catch(undefined),
  resources: z.array(z.unknown()).catch([]),
  detail: z.unknown().optional(),
});

/** The EventBridge envelope. A workflow can be started with any input, so every field is optional. */
export interface Envelope {
  readonly id?: string | undefined;
  readonly detailType?: string | undefined;
  readonly sentAt?: Date | undefined;
  readonly resources: readonly unknown[];
  readonly detail?: unknown;
}

/** Parses an event's envelope, dropping every field of the wrong type. */
export function readEnvelope(event: unknown): Envelope {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) return { resources: [] };
  const { id, 'detail-type': detailType, time, resources, detail } = parsed.data;
  return { id, detailType, sentAt: time === undefined ? undefined : new Date(time), resources, detail };
}

/**
 * Parses an event's detail according to its contract.
 *
 * @throws InvalidRequestError naming each invalid field and the rule it violates
 */
export function readDetail<Detail extends z.ZodType>(
  event: unknown,
  contract: EventContract<Detail>,
): z.output<Detail> {
  if (!(event instanceof Object && 'detail' in event)) {
    throw new InvalidRequestError('The input is not an event: it has no detail');
  }
  const parsed = contract.detail.safeParse(event.detail);
  if (parsed.success) return parsed.data;
  throw new InvalidRequestError(parsed.error.issues.map(issueText).join('; '));
}

/** The invalid field, followed by the rule it violates. */
function issueText({ path, message }: z.core.$ZodIssue): string {
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${field === '' ? 'detail' : field.slice(1)}: ${message}`;
}

const named = z.looseObject({ domainName: z.string().min(1).max(254) });

/** The domain in an event that may violate its contract: normalised if it is valid, otherwise verbatim. */
export function domainInEvent(event: unknown): string | undefined {
  const parsed = named.safeParse(readEnvelope(event).detail);
  if (!parsed.success) return undefined;
  const read = parseDomainName(parsed.data.domainName);
  return 'name' in read ? read.name : parsed.data.domainName;
}
