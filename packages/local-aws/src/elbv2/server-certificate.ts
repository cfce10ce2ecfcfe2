import type { CertificateMaterial } from '../world';
import type { ClientHello } from './client-hello';
import type { SecurityPolicy } from './security-policies';

/**
 * The certificate that an Application Load Balancer serves from a listener's list, or undefined when no name matches
 * and the default is served ("HTTPS listener certificates"). The default itself is a candidate only if it is also in
 * the list.
 */
export function selectCertificate(
  list: readonly CertificateMaterial[],
  hello: ClientHello,
  policy: SecurityPolicy,
  now: number,
): CertificateMaterial | undefined {
  const { serverName } = hello;
  if (!serverName) return undefined;
  const matching = list.filter(({ domainNames }) => domainNames.some((name) => covers(name, serverName)));
  const usable = matching.filter((certificate) => clientAccepts(hello, certificate, policy));
  return (usable.length > 0 ? usable : matching).toSorted((a, b) => compare(a, b, now))[0];
}

/** Whether a name of a certificate covers a host name; a wildcard stands for exactly one label. */
function covers(certificateName: string, hostName: string): boolean {
  if (!certificateName.startsWith('*.')) return certificateName === hostName;
  const dot = hostName.indexOf('.');
  return dot > 0 && hostName.slice(dot) === certificateName.slice(1);
}

/**
 * AWS's published order, best first: public key algorithm, not expired, the highest SHA number, key length, validity
 * period. AWS documents neither whether an exact name precedes a wildcard (here it does not), nor which validity period
 * it prefers (here the one that ends last), nor the last criterion (here the order of addition).
 */
function compare(a: CertificateMaterial, b: CertificateMaterial, now: number): number {
  return (
    Number(isEcdsa(b)) - Number(isEcdsa(a)) ||
    Number(a.notAfter < now) - Number(b.notAfter < now) ||
    hashLength(b) - hashLength(a) ||
    keyLength(b) - keyLength(a) ||
    b.notAfter - a.notAfter
  );
}

function isEcdsa({ keyAlgorithm }: CertificateMaterial): boolean {
  return keyAlgorithm.startsWith('EC_');
}

function hashLength({ signatureAlgorithm }: CertificateMaterial): number {
  return Number(/^SHA(\d+)/.exec(signatureAlgorithm)?.[1] ?? 0);
}

function keyLength({ keyAlgorithm }: CertificateMaterial): number {
  return Number(/\d{3,}/.exec(keyAlgorithm)?.[0] ?? 0);
}

/** TLS SignatureScheme values with which a key can sign (RFC 8446, 4.2.3). */
const ECDSA_SCHEMES: Readonly<Record<string, number>> = {
  EC_prime256v1: 0x0403,
  EC_secp384r1: 0x0503,
  EC_secp521r1: 0x0603,
};
const RSA_SCHEMES = [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201];

/** Cipher suites of TLS 1.2 and earlier, by the certificate key that they require (IANA TLS Cipher Suites). */
const ECDSA_SUITES: Readonly<Record<string, number>> = {
  'ECDHE-ECDSA-AES128-SHA': 0xc009,
  'ECDHE-ECDSA-AES256-SHA': 0xc00a,
  'ECDHE-ECDSA-AES128-SHA256': 0xc023,
  'ECDHE-ECDSA-AES256-SHA384': 0xc024,
  'ECDHE-ECDSA-AES128-GCM-SHA256': 0xc02b,
  'ECDHE-ECDSA-AES256-GCM-SHA384': 0xc02c,
};
const RSA_SUITES: Readonly<Record<string, number>> = {
  'AES128-SHA': 0x002f,
  'AES256-SHA': 0x0035,
  'AES128-SHA256': 0x003c,
  'AES256-SHA256': 0x003d,
  'AES128-GCM-SHA256': 0x009c,
  'AES256-GCM-SHA384': 0x009d,
  'ECDHE-RSA-AES128-SHA': 0xc013,
  'ECDHE-RSA-AES256-SHA': 0xc014,
  'ECDHE-RSA-AES128-SHA256': 0xc027,
  'ECDHE-RSA-AES256-SHA384': 0xc028,
  'ECDHE-RSA-AES128-GCM-SHA256': 0xc02f,
  'ECDHE-RSA-AES256-GCM-SHA384': 0xc030,
};

/** Whether the client could finish a handshake under this policy with a certificate of this key. */
function clientAccepts(hello: ClientHello, certificate: CertificateMaterial, policy: SecurityPolicy): boolean {
  const ecdsa = ECDSA_SCHEMES[certificate.keyAlgorithm];
  const schemes = ecdsa === undefined ? RSA_SCHEMES : [ecdsa];
  const signs = hello.signatureSchemes.size === 0 || schemes.some((scheme) => hello.signatureSchemes.has(scheme));
  const suites = ecdsa === undefined ? RSA_SUITES : ECDSA_SUITES;
  const sharesSuite = policy.ciphers.some((cipher) => {
    const suite = suites[cipher];
    return suite !== undefined && hello.cipherSuites.has(suite);
  });
  return signs && (sharesSuite || (hello.offersTls13 && policy.protocols.includes('TLSv1.3')));
}
