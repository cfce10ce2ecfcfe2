import * as z from 'zod';
import { domainRemovalRequested } from '../../events/domain-removal-requested';
import { requestedAt } from '../domain/requested-at';
import { InvalidRequestError } from '../errors';
import { issueText } from './read-request';

const envelope = z.looseObject({ detail: z.unknown() });

/** What is to be removed: one name, or a certificate with all its names. */
export type RemovalRequest = z.output<typeof domainRemovalRequested.detail> & { readonly askedAt?: Date | undefined };

/**
 * Reads the request out of a `Domain Removal Requested` event.
 *
 * @throws InvalidRequestError naming every field and rule that is broken
 */
export function readRemoval(event: unknown): RemovalRequest {
  const read = envelope.safeParse(event);
  if (!read.success) throw new InvalidRequestError('The input is not an event: it has no detail');
  const parsed = domainRemovalRequested.detail.safeParse(read.data.detail);
  if (parsed.success) return { ...parsed.data, askedAt: requestedAt(event) };
  throw new InvalidRequestError(parsed.error.issues.map(issueText).join('; '));
}
