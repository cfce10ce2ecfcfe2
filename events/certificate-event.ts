import { createHash } from 'node:crypto';
import * as z from 'zod';
import { certificateIn } from '../shared/domain/certificate/description';
import { readEnvelope } from './envelope';

/** What is read of an event of ACM or AWS Health. */
export interface CertificateEvent {
  /** The event's id, or a digest of an event that has none: the same for the same event. */
  readonly id: string;
  /** The detail-type, or the type code of a Health event. */
  readonly trigger: string;
  readonly certificateArns: readonly string[];
}

const health = z.looseObject({
  eventTypeCode: z.string().min(1).optional().catch(undefined),
  affectedEntities: z.array(z.looseObject({ entityValue: z.unknown() }).catch({ entityValue: undefined })).catch([]),
});

/**
 * Reads which certificates an event names: the ARNs among its `resources` and, for Health, its affected entities. Nothing else
 * of it is relied on, for the fields vary from event to event (ACM user guide, "Supported events").
 */
export function readCertificateEvent(event: unknown): CertificateEvent {
  const { id, detailType, resources, detail } = readEnvelope(event);
  const { eventTypeCode, affectedEntities = [] } = health.safeParse(detail).data ?? {};
  const arns = [...resources, ...affectedEntities.map(({ entityValue }) => entityValue)].filter(isCertificateArn);
  return {
    id: id ?? createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32),
    trigger: eventTypeCode ?? detailType ?? 'an event without a type',
    certificateArns: [...new Set(arns)],
  };
}

const isCertificateArn = (value: unknown): value is string =>
  typeof value === 'string' && certificateIn(value) !== undefined;
