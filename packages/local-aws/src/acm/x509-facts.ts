import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { KeyAlgorithm, type ExtendedKeyUsage, type KeyUsageName } from '@aws-sdk/client-acm';
import * as x509 from '@peculiar/x509';

/** What ACM reports about an X.509 certificate. Times are milliseconds since the epoch. */
export interface X509Facts {
  readonly subject: string;
  readonly commonName: string | undefined;
  /** The issuer's organisation, or its common name when it has none: ACM prints `Amazon` for its own authorities. */
  readonly issuer: string;
  /** Lower-case hexadecimal, no separators. */
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly subjectAlternativeNames: readonly string[];
  /** Undefined for a key that ACM does not support. */
  readonly keyAlgorithm: KeyAlgorithm | undefined;
  /** In the form that ACM prints, such as `SHA256WITHRSA`. */
  readonly signatureAlgorithm: string;
  readonly keyUsages: readonly KeyUsageName[];
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
}

const KEY_USAGES: readonly [x509.KeyUsageFlags, KeyUsageName][] = [
  [x509.KeyUsageFlags.digitalSignature, 'DIGITAL_SIGNATURE'],
  [x509.KeyUsageFlags.nonRepudiation, 'NON_REPUDIATION'],
  [x509.KeyUsageFlags.keyEncipherment, 'KEY_ENCIPHERMENT'],
  [x509.KeyUsageFlags.dataEncipherment, 'DATA_ENCIPHERMENT'],
  [x509.KeyUsageFlags.keyAgreement, 'KEY_AGREEMENT'],
  [x509.KeyUsageFlags.keyCertSign, 'CERTIFICATE_SIGNING'],
  [x509.KeyUsageFlags.cRLSign, 'CRL_SIGNING'],
  [x509.KeyUsageFlags.encipherOnly, 'ENCIPHER_ONLY'],
  [x509.KeyUsageFlags.decipherOnly, 'DECIPHER_ONLY'],
];

const EXTENDED_KEY_USAGES: Readonly<Record<string, NonNullable<ExtendedKeyUsage['Name']>>> = {
  '1.3.6.1.5.5.7.3.1': 'TLS_WEB_SERVER_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.2': 'TLS_WEB_CLIENT_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.3': 'CODE_SIGNING',
  '1.3.6.1.5.5.7.3.4': 'EMAIL_PROTECTION',
  '1.3.6.1.5.5.7.3.8': 'TIME_STAMPING',
  '1.3.6.1.5.5.7.3.9': 'OCSP_SIGNING',
};

/** Reads the first certificate of a PEM text; throws when there is none. */
export function readX509Facts(certificatePem: string): X509Facts {
  const certificate = new x509.X509Certificate(certificatePem);
  const keyUsage = certificate.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
  const extendedKeyUsages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  const alternativeNames = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const [commonName] = certificate.subjectName.getField('CN');
  const [issuer] = [...certificate.issuerName.getField('O'), ...certificate.issuerName.getField('CN')];

  return {
    subject: certificate.subject,
    commonName,
    issuer: issuer ?? certificate.issuer,
    serial: certificate.serialNumber.toLowerCase(),
    notBefore: certificate.notBefore.getTime(),
    notAfter: certificate.notAfter.getTime(),
    subjectAlternativeNames: alternativeNames.filter(({ type }) => type === 'dns').map(({ value }) => value),
    keyAlgorithm: keyAlgorithmOf(certificatePem),
    signatureAlgorithm: signatureAlgorithmOf(certificate.signatureAlgorithm as unknown as SignatureParameters),
    keyUsages: KEY_USAGES.filter(([flag]) => (keyUsage & flag) !== 0).map(([, name]) => name),
    extendedKeyUsages: extendedKeyUsages
      .map(String)
      .map((OID) => ({ Name: EXTENDED_KEY_USAGES[OID] ?? 'CUSTOM', OID })),
  };
}

function keyAlgorithmOf(certificatePem: string): KeyAlgorithm | undefined {
  const { modulusLength, namedCurve } = new X509Certificate(certificatePem).publicKey.asymmetricKeyDetails ?? {};
  const name = namedCurve === undefined ? `RSA_${modulusLength ?? 0}` : `EC_${namedCurve}`;
  return Object.values(KeyAlgorithm).find((known) => known === name);
}

/** The library's form of the DOM's `Algorithm`, which Node's types lack. */
interface SignatureParameters {
  readonly name: string;
  readonly hash: { readonly name: string };
}

const signatureAlgorithmOf = ({ name, hash }: SignatureParameters) =>
  `${hash.name.replace('-', '')}WITH${name === 'ECDSA' ? 'ECDSA' : 'RSA'}`;
