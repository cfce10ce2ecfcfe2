import { AwsError } from '../aws-error';
import { checkLength, checkPattern } from './constraints';

const PATTERN = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;
const LONGEST_NAME = 253;
const LONGEST_COMMON_NAME = 64;
const MOST_ALTERNATIVE_NAMES = 100;

/**
 * The names that a request asks for: DomainName first, none twice, in lower case (that ACM lowers case and drops
 * duplicates is not documented). Throws what breaks the API reference's rules (RequestCertificate).
 *
 * @param quota how many names the account may have in one certificate
 */
export function requestedNames(
  domainName: string | undefined,
  alternativeNames: readonly string[] | undefined,
  quota: number,
): [string, ...string[]] {
  const first = checkName(domainName, 'domainName');
  // Which error ACM answers here is not documented; the rule itself is (RequestCertificate, DomainName).
  if (Buffer.byteLength(first) > LONGEST_COMMON_NAME)
    throw new AwsError('InvalidParameterException', 'The first domain name can be no longer than 64 characters.');
  if (alternativeNames) checkLength(alternativeNames, 1, MOST_ALTERNATIVE_NAMES, 'subjectAlternativeNames');
  const others = (alternativeNames ?? []).map((name, index) =>
    checkName(name, `subjectAlternativeNames.${index + 1}.member`),
  );
  const names = new Set([first, ...others]);
  if (names.size > quota) throw new AwsError('LimitExceededException', 'Certificate has too many domains.');
  names.delete(first);
  return [first, ...names];
}

function checkName(name = '', at: string): string {
  checkLength(name, 1, LONGEST_NAME, at);
  checkPattern(name, PATTERN, at);
  return name.toLowerCase();
}

/** The name whose record validates a name: for a wildcard, the domain below which it is. */
export const baseDomain = (domainName: string): string => domainName.replace(/^\*\./, '');
