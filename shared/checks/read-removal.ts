import * as z from 'zod';
import { domainRemoved } from '../../events/domain-removed';
import { requestedAt } from '../domain/requested-at';
import { InvalidRequestError } from '../errors';
import { issueText } from './read-request';

const envelope = z.looseObject({ detail: z.unknown() });

/** What is to be removed: one name, or a certificate with all its names. */
export type RemovalRequest = z.output<typeof domainRemoved.detail> & { readonly askedAt?: Date | undefined };

/**
 * Reads the request out of a `Domain Removed` event.
 *
 * @throws InvalidRequestError naming every field and rule that is broken
 */
export function readRemoval(event: unknown): RemovalRequest {
  const read = envelope.safeParse(event);
  if (!read.success) throw new InvalidRequestError('The input is not an event: it has no detail');
  const parsed = domainRemoved.detail.safeParse(read.data.detail);
  if (parsed.success) return { ...parsed.data, askedAt: requestedAt(event) };
  throw new InvalidRequestError(parsed.error.issues.map(issueText).join('; '));
}
