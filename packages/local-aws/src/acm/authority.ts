import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** The key algorithms of ACM's public certificates, in ACM's names. */
export const LEAF_KEY_ALGORITHMS = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const;
/** A key algorithm that a certificate can be requested with. */
export type LeafKeyAlgorithm = (typeof LEAF_KEY_ALGORITHMS)[number];

/** Narrows ACM's wider list of key algorithms. */
export const isLeafKeyAlgorithm = (value: string): value is LeafKeyAlgorithm =>
  LEAF_KEY_ALGORITHMS.some((known) => known === value);

/** The contents of a leaf certificate. */
export interface LeafRequest {
  /** The first is the subject's common name when it fits there (64 octets); all are subject alternative names. */
  readonly domainNames: readonly [string, ...string[]];
  readonly keyAlgorithm: LeafKeyAlgorithm;
  /** Milliseconds since the epoch, as is `notAfter`; X.509 keeps whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A certificate and its private key for a TLS server. As in ACM, the chain has neither the leaf nor the root. */
export interface Leaf {
  readonly certificatePem: string;
  readonly chainPem: string;
  readonly privateKeyPem: string;
}

/** A certificate authority of two levels: a root for clients to trust, and an issuing authority that signs leaves. */
export interface Authority {
  readonly rootPem: string;
  /** Certifies a key pair for TLS servers; one of an elliptic curve is made for it. */
  issue(request: LeafRequest): Promise<Leaf>;
}

const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const generateEcKeys = (namedCurve: string) =>
  webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
const generateRsaKeys = (modulusLength: number) =>
  webcrypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
/** One pair for every certificate with an RSA key: to find its primes takes longer than all the rest, and it protects nobody here. */
let rsaKeys: Promise<webcrypto.CryptoKeyPair> | undefined;
const GENERATE_KEYS: Record<LeafKeyAlgorithm, () => Promise<webcrypto.CryptoKeyPair>> = {
  RSA_2048: () => (rsaKeys ??= generateRsaKeys(2048)),
  EC_prime256v1: () => generateEcKeys('P-256'),
  EC_secp384r1: () => generateEcKeys('P-384'),
};
const LEAF_KEY_USAGE: Record<LeafKeyAlgorithm, x509.KeyUsageFlags> = {
  RSA_2048: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
  EC_prime256v1: x509.KeyUsageFlags.digitalSignature,
  EC_secp384r1: x509.KeyUsageFlags.digitalSignature,
};
const LONGEST_COMMON_NAME = 64;
const YEAR = 365.25 * 24 * 3600 * 1000;

/**
 * @param startAt the start of the authority's validity, in milliseconds since the epoch; its own certificates outlive
 * any test
 */
export async function createAuthority(startAt: number): Promise<Authority> {
  const validFrom = new Date(startAt - YEAR);
  const validUntil = new Date(startAt + 30 * YEAR);

  const rootKeys = await generateEcKeys('P-256');
  const root = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomSerial(),
      name: [{ C: ['XX'] }, { O: ['Local Cloud'] }, { CN: ['Local Cloud Root CA'] }],
      notBefore: validFrom,
      notAfter: validUntil,
      signingAlgorithm: SIGNATURE,
      keys: rootKeys,
      extensions: [...authorityExtensions(), await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey)],
    },
    webcrypto,
  );

  const issuingKeys = await generateEcKeys('P-256');
  const issuing = await x509.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: [{ C: ['XX'] }, { O: ['Local Cloud'] }, { CN: ['Local Cloud Issuing CA'] }],
      issuer: root.subject,
      notBefore: validFrom,
      notAfter: validUntil,
      signingAlgorithm: SIGNATURE,
      publicKey: issuingKeys.publicKey,
      signingKey: rootKeys.privateKey,
      extensions: [
        ...authorityExtensions(0),
        await x509.SubjectKeyIdentifierExtension.create(issuingKeys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
      ],
    },
    webcrypto,
  );

  return {
    rootPem: pem(root),

    async issue({ domainNames, keyAlgorithm, notBefore, notAfter }) {
      const keys = await GENERATE_KEYS[keyAlgorithm]();
      const [first] = domainNames;
      const hasCommonName = Buffer.byteLength(first) <= LONGEST_COMMON_NAME;
      const leaf = await x509.X509CertificateGenerator.create(
        {
          serialNumber: randomSerial(),
          subject: hasCommonName ? [{ CN: [first] }] : [],
          issuer: issuing.subject,
          notBefore: new Date(notBefore),
          notAfter: new Date(notAfter),
          signingAlgorithm: SIGNATURE,
          publicKey: keys.publicKey,
          signingKey: issuingKeys.privateKey,
          extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(LEAF_KEY_USAGE[keyAlgorithm], true),
            // Without client authentication, which ACM's public certificates no longer have (ACM user guide, document
            // history).
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension(
              domainNames.map((value) => ({ type: 'dns' as const, value })),
              !hasCommonName, // RFC 5280 §4.2.1.6: critical when the subject is empty
            ),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
            await x509.AuthorityKeyIdentifierExtension.create(issuingKeys.publicKey),
          ],
        },
        webcrypto,
      );
      return { certificatePem: pem(leaf), chainPem: pem(issuing), privateKeyPem: await privateKeyPem(keys.privateKey) };
    },
  };
}

const authorityExtensions = (pathLength?: number) => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];

/** Sixteen bytes whose first is neither zero nor above 0x7f, so that every format prints the same digits. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = 1 + ((bytes[0] ?? 0) % 0x7f);
  return bytes.toString('hex');
}

const pem = (certificate: x509.X509Certificate) => `${certificate.toString('pem')}\n`;

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(pkcs8, x509.PemConverter.PrivateKeyTag)}\n`;
}
