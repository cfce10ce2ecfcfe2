import { domainToASCII, domainToUnicode } from 'node:url';

/** Suffixes owned by AWS, for which ACM rejects requests (ACM user guide, "Troubleshooting certificate requests"). */
const AWS_OWNED = ['amazonaws.com', 'cloudfront.net', 'elasticbeanstalk.com'];
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** Excludes ASCII characters that are invalid in host names, because `domainToASCII` would decode or strip them. */
const HOST_NAME_CHARACTERS = /^[a-z0-9.\u0080-\u{10ffff}-]*$/iu;

/** A normalised domain name, or the rule that the input violates. */
export type ParsedDomainName = { readonly name: string } | { readonly problem: string };

/**
 * Normalises a domain name: lower case, punycode, without a trailing dot, optionally with a leading `*.`. The rest of the code
 * relies on this form.
 */
export function parseDomainName(text: string): ParsedDomainName {
  const undotted = text.endsWith('.') ? text.slice(0, -1) : text;
  const wildcard = undotted.startsWith('*.');
  const written = wildcard ? undotted.slice(2) : undotted;
  if (written.includes('*')) return { problem: 'a wildcard must be the whole leftmost label, as in *.example.com' };
  if (!HOST_NAME_CHARACTERS.test(written)) return { problem: 'has a character that is invalid in a domain name' };

  const base = /[^\u0000-\u007f]/.test(written) ? domainToASCII(written) : written.toLowerCase();
  const name = wildcard ? `*.${base}` : base;
  const problem = problemOf(base) ?? (name.length > 253 ? 'is longer than 253 characters' : undefined);
  return problem ? { problem } : { name };
}

function problemOf(base: string): string | undefined {
  const parts = base.split('.');
  if (base === '') return 'cannot be converted to punycode';
  if (parts.length < 2) return 'needs at least two labels, as in example.com';
  const badLabel = parts.find((part) => !LABEL.test(part));
  if (badLabel !== undefined) {
    return `the label "${badLabel}" must be 1 to 63 letters, digits and hyphens, without a hyphen at either end`;
  }
  if (/^[0-9]+$/.test(parts[parts.length - 1] ?? ''))
    return 'ends in a number, and IP addresses cannot be validated by DNS';
  const reserved = parts.find((part) => part.slice(2, 4) === '--' && !isPunycode(part));
  if (reserved !== undefined) {
    return `the label "${reserved}" has hyphens in positions 3 and 4 but is not a valid xn-- label, so ACM would never renew it`;
  }
  const owner = AWS_OWNED.find((suffix) => isWithin(base, suffix));
  if (owner) return `ends in ${owner}, which belongs to AWS: request a name in a domain you own`;
  return undefined;
}

/** Newer versions of Node return an invalid label unchanged, so a valid label must decode and encode back to itself. */
function isPunycode(label: string): boolean {
  const decoded = domainToUnicode(label);
  return label.startsWith('xn--') && decoded !== label && domainToASCII(decoded) === label;
}

/** Normalises a name returned by DNS or AWS for comparison. */
export const withoutTrailingDot = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Whether the domain is a wildcard such as `*.example.com`. */
export const isWildcard = (domainName: string): boolean => domainName.startsWith('*.');

/** The name without its wildcard label; the same record validates a wildcard and its base. */
export const baseOf = (domainName: string): string => (isWildcard(domainName) ? domainName.slice(2) : domainName);

/** Whether the domain equals the ancestor or is a subdomain of it: `notexample.com` is not within `example.com`. */
export function isWithin(domainName: string, ancestor: string): boolean {
  const base = baseOf(domainName);
  return base === ancestor || base.endsWith(`.${ancestor}`);
}

/** Whether a deployment may manage the domain: it is within an allowed domain, or `*` allows all. */
export const isAllowedDomain = (domainName: string, allowedDomains: readonly string[]): boolean =>
  allowedDomains.some((allowed) => allowed === '*' || isWithin(domainName, allowed));

/** The name and its parents, up to the top-level domain. */
export function ancestry(domainName: string): string[] {
  const parts = baseOf(domainName).split('.');
  return parts.map((_, index) => parts.slice(index).join('.'));
}

/** A name to use in a TLS handshake; a wildcard is probed with a fixed label in its place. */
export const probeName = (domainName: string): string =>
  isWildcard(domainName) ? `acm-autopilot.${baseOf(domainName)}` : domainName;
