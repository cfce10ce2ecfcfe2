import type { DeploymentPolicy } from '../config';
import { certificateNames } from '../domain/names/certificate-names';
import { isAllowedDomain } from '../domain/names/domain-name';
import { InvalidRequestError, ZoneNotAllowedError } from '../errors';

interface RequestedNames {
  readonly domainName: string;
  readonly alternativeNames: readonly string[];
}

/**
 * Adds the names of a request in the order of the ACM request.
 *
 * @throws InvalidRequestError when one certificate cannot have all of the names
 * @throws ZoneNotAllowedError when a name is outside the allowed domains
 */
export function checkNames<Request extends RequestedNames>(
  request: Request,
  { namesPerCertificate, allowedDomains }: DeploymentPolicy,
): Request & { readonly domainNames: [string, ...string[]] } {
  const ordered = certificateNames(request.domainName, request.alternativeNames, namesPerCertificate);
  if ('problem' in ordered)
    throw new InvalidRequestError(`domainName and alternativeNames: the request ${ordered.problem}`);

  const outside = ordered.names.filter((name) => !isAllowedDomain(name, allowedDomains));
  if (outside.length > 0) {
    throw new ZoneNotAllowedError(
      `${outside.join(', ')}: outside the domains that this deployment may manage (${allowedDomains.join(', ') || 'none'})`,
    );
  }
  return { ...request, domainNames: [...ordered.names] };
}
