import { domainRequested, type DomainRequest } from '../../events/domain-requested';
import { readDetail } from '../../events/envelope';
import type { DeploymentPolicy } from '../../shared/config';
import { checkNames } from '../../shared/preflight/check-names';

/** A request that keeps every rule of its contract, with its names in the order in which ACM is asked for them. */
export type CheckedRequest = DomainRequest & { readonly domainNames: [string, ...string[]] };

/**
 * Reads a request as the workflow's first step does.
 *
 * @throws InvalidRequestError, ZoneNotAllowedError
 */
export const readRequest = (event: unknown, policy: DeploymentPolicy): CheckedRequest =>
  checkNames(readDetail(event, domainRequested), policy);
