import { createHash } from 'node:crypto';

const CERTIFICATE_ARN = /^arn:[^:]+:acm:([^:]+):[0-9]+:certificate\/(.+)$/;

/** What is read of an event of ACM or AWS Health. */
export interface CertificateEvent {
  /** The event's id, or a digest of an event that has none: the same for the same event. */
  readonly id: string;
  /** The detail-type, or the type code of a Health event. */
  readonly trigger: string;
  readonly certificateArns: readonly string[];
}

/**
 * Reads which certificates an event is about: the ARNs among its `resources` and, for Health, its affected entities. Nothing else
 * of it is believed, for the fields vary from event to event (ACM user guide, "Supported events").
 */
export function readCertificateEvent(event: unknown): CertificateEvent {
  const detail = field(event, 'detail');
  const entities = listOf(field(detail, 'affectedEntities')).map((entity) => field(entity, 'entityValue'));
  const arns = [...listOf(field(event, 'resources')), ...entities].filter(isCertificateArn);
  return {
    id: textOf(field(event, 'id')) ?? digestOf(event),
    trigger: textOf(field(detail, 'eventTypeCode')) ?? textOf(field(event, 'detail-type')) ?? 'an event without a type',
    certificateArns: [...new Set(arns)],
  };
}

/** The Region and the id in a certificate's ARN; undefined for any other text. */
export function certificateIn(arn: string): { readonly region: string; readonly id: string } | undefined {
  const [, region, id] = CERTIFICATE_ARN.exec(arn) ?? [];
  return region !== undefined && id !== undefined ? { region, id } : undefined;
}

const isCertificateArn = (value: unknown): value is string =>
  typeof value === 'string' && certificateIn(value) !== undefined;
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const digestOf = (event: unknown) => createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32);
