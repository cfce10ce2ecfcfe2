import { AwsError } from '../aws-error';
import { constraintViolation } from './constraint-violation';

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
  if (alternativeNames?.length === 0)
    throw constraintViolation(alternativeNames, 'subjectAlternativeNames', 'have length greater than or equal to 1');
  if (alternativeNames && alternativeNames.length > MOST_ALTERNATIVE_NAMES)
    throw constraintViolation(
      alternativeNames,
      'subjectAlternativeNames',
      `have length less than or equal to ${MOST_ALTERNATIVE_NAMES}`,
    );
  const others = (alternativeNames ?? []).map((name, index) =>
    checkName(name, `subjectAlternativeNames.${index + 1}.member`),
  );
  const names = new Set([first, ...others]);
  if (names.size > quota) throw new AwsError('LimitExceededException', 'Certificate has too many domains.');
  names.delete(first);
  return [first, ...names];
}

function checkName(name = '', at: string): string {
  if (name.length === 0) throw constraintViolation(name, at, 'have length greater than or equal to 1');
  if (name.length > LONGEST_NAME)
    throw constraintViolation(name, at, `have length less than or equal to ${LONGEST_NAME}`);
  if (!PATTERN.test(name)) throw constraintViolation(name, at, `satisfy regular expression pattern: ${PATTERN.source}`);
  return name.toLowerCase();
}

/** The name that proves control over a name: a wildcard is proved by the domain that it stands under. */
export const baseDomain = (domainName: string): string => domainName.replace(/^\*\./, '');
