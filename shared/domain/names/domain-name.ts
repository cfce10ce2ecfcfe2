import { domainToASCII, domainToUnicode } from 'node:url';

/** The suffixes of names that belong to AWS: ACM refuses them (ACM user guide, "Troubleshooting certificate requests"). */
const AWS_OWNED = ['amazonaws.com', 'cloudfront.net', 'elasticbeanstalk.com'];
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** Everything but the ASCII characters that no host name has, so that nothing is decoded or stripped behind our back. */
const HOST_NAME_CHARACTERS = /^[a-z0-9.\u0080-\u{10ffff}-]*$/iu;

/** What {@link parseDomainName} makes of a text: the domain, or the rule that the text breaks. */
export type ParsedDomainName = { readonly name: string } | { readonly problem: string };

/**
 * Reads a domain as people write it (capitals, a trailing dot, an internationalised name) into the one form that every
 * other part uses: lower case, punycode, no trailing dot, perhaps with a leading `*.`.
 */
export function parseDomainName(text: string): ParsedDomainName {
  const undotted = text.endsWith('.') ? text.slice(0, -1) : text;
  const wildcard = undotted.startsWith('*.');
  const written = wildcard ? undotted.slice(2) : undotted;
  if (written.includes('*')) return { problem: 'a wildcard stands alone in the leftmost label, as in *.example.com' };
  if (!HOST_NAME_CHARACTERS.test(written)) return { problem: 'has a character that no domain name may have' };

  const base = /[^\u0000-\u007f]/.test(written) ? domainToASCII(written) : written.toLowerCase();
  const name = wildcard ? `*.${base}` : base;
  const problem = problemOf(base) ?? (name.length > 253 ? 'is longer than 253 characters' : undefined);
  return problem ? { problem } : { name };
}

function problemOf(base: string): string | undefined {
  const parts = base.split('.');
  if (base === '') return 'is not a domain name that can be written in punycode';
  if (parts.length < 2) return 'needs at least two labels, as in example.com';
  const badLabel = parts.find((part) => !LABEL.test(part));
  if (badLabel !== undefined) {
    return `the label "${badLabel}" is not 1 to 63 letters, digits and hyphens with no hyphen at either end`;
  }
  if (/^[0-9]+$/.test(parts[parts.length - 1] ?? ''))
    return 'ends in a number: an IP address cannot be validated by DNS';
  const reserved = parts.find((part) => part.slice(2, 4) === '--' && !isPunycode(part));
  if (reserved !== undefined) {
    return `the label "${reserved}" has hyphens in places 3 and 4 but is no valid xn-- name: ACM would never renew it`;
  }
  const owner = AWS_OWNED.find((suffix) => isWithin(base, suffix));
  if (owner) return `ends in ${owner}, which belongs to AWS: request a name of your own`;
  return undefined;
}

/** Newer versions of Node hand an invalid label back unchanged: only one that decodes, and encodes to itself, is valid. */
function isPunycode(label: string): boolean {
  const decoded = domainToUnicode(label);
  return label.startsWith('xn--') && decoded !== label && domainToASCII(decoded) === label;
}

/** A name as DNS and AWS answer it, in the form in which names are compared here. */
export const withoutTrailingDot = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Whether the domain is a wildcard such as `*.example.com`. */
export const isWildcard = (domainName: string): boolean => domainName.startsWith('*.');

/** The name without its wildcard label: a wildcard and its base are validated by the same record. */
export const baseOf = (domainName: string): string => (isWildcard(domainName) ? domainName.slice(2) : domainName);

/** Whether the domain is the ancestor itself or lies below it, compared label by label: `notexample.com` is not within `example.com`. */
export function isWithin(domainName: string, ancestor: string): boolean {
  const base = baseOf(domainName);
  return base === ancestor || base.endsWith(`.${ancestor}`);
}

/** Whether a deployment may manage the domain: it is within one of the allowed ones, or `*` allows them all. */
export const isAllowedDomain = (domainName: string, allowedDomains: readonly string[]): boolean =>
  allowedDomains.some((allowed) => allowed === '*' || isWithin(domainName, allowed));

/** The name and its parents, the name first and the top-level domain last. */
export function ancestry(domainName: string): string[] {
  const parts = baseOf(domainName).split('.');
  return parts.map((_, index) => parts.slice(index).join('.'));
}

/** A name that a client could really ask for: a wildcard is tried with a label of our own in its place. */
export const probeName = (domainName: string): string =>
  isWildcard(domainName) ? `acm-autopilot.${baseOf(domainName)}` : domainName;
