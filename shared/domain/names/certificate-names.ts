import { ancestry, isWildcard } from './domain-name';

/** ACM uses the first name as the common name, which X.509 limits to 64 octets (ACM API, RequestCertificate). */
const MAX_COMMON_NAME_OCTETS = 64;

/** The names of one certificate, common name first, or the rule that they violate. */
export type CertificateNames = { readonly names: readonly [string, ...string[]] } | { readonly problem: string };

/**
 * Deduplicates and orders the names of a request. The requested domain comes first, unless it is too long to be the common name;
 * then the first name that is short enough does.
 *
 * @param nameQuota the account's quota of names per certificate
 */
export function certificateNames(
  domainName: string,
  alternativeNames: readonly string[],
  nameQuota: number,
): CertificateNames {
  const unique = [...new Set([domainName, ...alternativeNames])];
  if (unique.length > nameQuota) {
    return {
      problem: `requests ${unique.length} names on one certificate, but the account's quota is ${nameQuota} (ACM, "Domain names per certificate")`,
    };
  }
  const commonName = unique.find((name) => name.length <= MAX_COMMON_NAME_OCTETS);
  if (commonName === undefined) {
    return {
      problem: `has no name of at most ${MAX_COMMON_NAME_OCTETS} characters, which ACM needs as the common name: add a shorter alternative name`,
    };
  }
  return { names: [commonName, ...unique.filter((name) => name !== commonName)] };
}

/** Whether two lists contain the same names in any order. */
export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return names.size === new Set(right).size && right.every((name) => names.has(name));
}

/** Whether a certificate with these names is valid for a domain. A wildcard matches exactly one label, but no other wildcard. */
export function coversName(names: readonly string[], domainName: string): boolean {
  const wildcard = isWildcard(domainName) ? domainName : `*.${ancestry(domainName)[1] ?? ''}`;
  return names.some((name) => name === domainName || name === wildcard);
}

/** The key algorithms of the public certificates that ACM issues (ACM API, RequestCertificate). */
export const KEY_ALGORITHMS = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const;
/** A key algorithm that ACM issues. */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** The key algorithm for a replacement: that of the certificate, or RSA_2048 if ACM does not issue it, as for some imported ones. */
export const issuableKeyAlgorithm = (keyAlgorithm: string): KeyAlgorithm =>
  KEY_ALGORITHMS.find((each) => each === keyAlgorithm) ?? 'RSA_2048';
