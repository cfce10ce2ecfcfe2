import * as z from 'zod';
import { domainRequested, type DomainRequest } from '../../events/domain-requested';
import type { Policy } from '../config';
import { certificateNames } from '../domain/certificate-names';
import { isAllowedDomain } from '../domain/domain-name';
import { InvalidRequestError, ZoneNotAllowedError } from '../errors';

const envelope = z.looseObject({ detail: z.unknown() });

/** A request that keeps every rule of its contract, with its names in the order in which ACM is asked for them. */
export type CheckedRequest = DomainRequest & { readonly domainNames: [string, ...string[]] };

/**
 * Reads the request out of a `Domain Requested` event.
 *
 * @throws InvalidRequestError naming every field and rule that is broken
 * @throws ZoneNotAllowedError when a name lies outside the domains that the deployer allowed
 */
export function readRequest(event: unknown, policy: Policy): CheckedRequest {
  const detail = envelope.safeParse(event);
  if (!detail.success) throw new InvalidRequestError('The input is not an event: it has no detail');
  const parsed = domainRequested.detail.safeParse(detail.data.detail);
  if (!parsed.success) throw new InvalidRequestError(parsed.error.issues.map(issueText).join('; '));

  const { domainName, alternativeNames } = parsed.data;
  const ordered = certificateNames(domainName, alternativeNames, policy.namesPerCertificate);
  if ('problem' in ordered)
    throw new InvalidRequestError(`domainName and alternativeNames: the request ${ordered.problem}`);

  const outside = ordered.names.filter((name) => !isAllowedDomain(name, policy.allowedDomains));
  if (outside.length > 0) {
    throw new ZoneNotAllowedError(
      `${outside.join(', ')}: outside the domains that this deployment may manage (${policy.allowedDomains.join(', ') || 'none'})`,
    );
  }
  return { ...parsed.data, domainNames: [...ordered.names] };
}

/** A broken rule, with the field that breaks it. */
export function issueText({ path, message }: z.core.$ZodIssue): string {
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${field === '' ? 'detail' : field.slice(1)}: ${message}`;
}
