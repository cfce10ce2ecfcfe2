import { ancestry, isWildcard } from './domain-name';

/** ACM makes the first name the certificate's common name, which X.509 limits to 64 octets (ACM API, RequestCertificate). */
const COMMON_NAME_OCTETS = 64;

/** The names of one certificate, common name first; or the rule that they break. */
export type CertificateNames = { readonly names: readonly [string, ...string[]] } | { readonly problem: string };

/**
 * Puts the names of a request into the order in which ACM is asked for them: each once, the requested domain first,
 * unless it is too long for a common name and a shorter one can stand before it.
 *
 * @param nameQuota how many names the account may put on one certificate
 */
export function certificateNames(
  domainName: string,
  alternativeNames: readonly string[],
  nameQuota: number,
): CertificateNames {
  const unique = [...new Set([domainName, ...alternativeNames])];
  if (unique.length > nameQuota) {
    return {
      problem: `asks for ${unique.length} names on one certificate, but the account's quota is ${nameQuota} (ACM, "Domain names per certificate")`,
    };
  }
  const commonName = unique.find((name) => name.length <= COMMON_NAME_OCTETS);
  if (commonName === undefined) {
    return {
      problem: `has no name of at most ${COMMON_NAME_OCTETS} characters, and ACM needs one as the common name: add a shorter alternative name`,
    };
  }
  return { names: [commonName, ...unique.filter((name) => name !== commonName)] };
}

/** Whether two lists hold the same names, in whatever order. */
export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return names.size === new Set(right).size && right.every((name) => names.has(name));
}

/** Whether clients accept a certificate of these names for a domain: a wildcard stands for one label, and for no wildcard. */
export function coversName(names: readonly string[], domainName: string): boolean {
  const wildcard = isWildcard(domainName) ? domainName : `*.${ancestry(domainName)[1] ?? ''}`;
  return names.some((name) => name === domainName || name === wildcard);
}

/** The key types with which ACM issues public certificates (ACM API, RequestCertificate). */
export const KEY_ALGORITHMS = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const;
/** One of them. */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** The key type to ask for in place of a certificate's: an imported one may have a key that ACM does not issue. */
export const issuableKey = (keyAlgorithm: string): KeyAlgorithm =>
  KEY_ALGORITHMS.find((each) => each === keyAlgorithm) ?? 'RSA_2048';
