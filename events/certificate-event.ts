import { createHash } from 'node:crypto';
import * as z from 'zod';
import { certificateIn } from '../shared/domain/certificate/description';
import { readEnvelope } from './envelope';

/** The fields that this service uses of an ACM or AWS Health event. */
export interface CertificateEvent {
  /** The event's id, or a digest of the event if it has none; stable across redeliveries. */
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
 * Extracts the certificate ARNs from an event's `resources` and, for AWS Health, from its affected entities. It relies on no
 * other field, because the fields vary by event type (ACM user guide, "Supported events").
 */
export function readCertificateEvent(event: unknown): CertificateEvent {
  const { id, detailType, resources, detail } = readEnvelope(event);
  const { eventTypeCode, affectedEntities = [] } = health.safeParse(detail).data ?? {};
  const arns = [...resources, ...affectedEntities.map(({ entityValue }) => entityValue)].filter(isCertificateArn);
  return {
    id: id ?? createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32),
    trigger: eventTypeCode ?? detailType ?? 'untyped event',
    certificateArns: [...new Set(arns)],
  };
}

const isCertificateArn = (value: unknown): value is string =>
  typeof value === 'string' && certificateIn(value) !== undefined;
